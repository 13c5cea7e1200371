import { keep, readKept } from './kept.ts'

/** A question that has been written but not sent, per thread; it survives a reload. */
export function readDraft(threadId: string | undefined): string {
  return readKept(draftName(threadId)) ?? ''
}

export function keepDraft(threadId: string | undefined, text: string): void {
  keep(draftName(threadId), text)
}

function draftName(threadId: string | undefined): string {
  return `draft.${threadId ?? 'new'}`
}
