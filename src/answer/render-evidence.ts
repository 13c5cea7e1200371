import type { Passage } from './fit-context.ts'
import { neutraliseText } from './neutralise-text.ts'

/**
 * Numbered passages between fences that carry a secret of this request, so that no document can close its fence or
 * open another. Titles and locations are as hostile as texts.
 */
export function renderEvidence(passages: readonly Passage[], boundary: string): string {
  return passages.map((passage) => renderPassage(passage, boundary)).join('\n\n')
}

function renderPassage({ number, evidence, text }: Passage, boundary: string): string {
  return [
    `<<<source ${number} ${boundary}>>>`,
    `Title: ${oneLine(neutraliseText(evidence.title, boundary))}`,
    `Place: ${oneLine(neutraliseText(evidence.location, boundary))}`,
    `Date: ${new Date(evidence.createdAt).toISOString().slice(0, 10)}`,
    '',
    neutraliseText(text, boundary),
    `<<<end ${number} ${boundary}>>>`,
  ].join('\n')
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').slice(0, 300)
}
