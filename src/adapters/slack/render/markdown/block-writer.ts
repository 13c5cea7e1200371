import type { Container } from './markdown-line.ts'

/** Writes blocks with the marks of the containers that they stand in, and keeps blank lines between them. */
export interface BlockWriter {
  /** Says that blank lines come before the next block. */
  addBlank(): void
  /** Begins a block. Nothing is written until it has words: a block of nothing but tags leaves no trace. */
  begin(containers: readonly WrittenContainer[], mark?: string): void
  emit(text: string): void
  /** What further lines of a block in these containers begin with. */
  prefixOf(containers: readonly WrittenContainer[]): string
  /** Takes back everything since the last `begin`, which is then begun again. @returns what was written of it */
  takeBack(): string
  /** What was written since the last call. */
  take(): string
}

/** A container as it is written. `isNew` until its mark stands. */
export interface WrittenContainer {
  readonly source: Container
  readonly mark: string
  isNew: boolean
}

/** Slack reads nested lists by steps of four; a longer mark needs as much as itself. */
const STEP = 4

export function createBlockWriter(): BlockWriter {
  let output: string[] = []
  let hasOutput = false
  let isBlank = false
  let pending: string | undefined
  let begun: { start: number; lead: string; containers: readonly WrittenContainer[] } | undefined

  function emit(text: string): void {
    if (text === '') return
    if (pending !== undefined) {
      output.push(pending)
      pending = undefined
      isBlank = false
      hasOutput = true
      for (const container of begun?.containers ?? []) container.isNew = false
    }
    output.push(text)
  }

  return {
    emit,
    prefixOf,
    addBlank() {
      isBlank = true
    },
    begin(containers, mark = '') {
      // What stood between two blocks and left no trace must not let them become one.
      if (pending !== undefined && hasOutput) isBlank = true
      const kept = containers.findIndex(({ isNew }) => isNew)
      const blank = prefixOf(kept < 0 ? containers : containers.slice(0, kept)).trimEnd()
      const separator = hasOutput ? (isBlank ? `\n${blank}\n` : '\n') : ''
      pending =
        separator + containers.map((container) => (container.isNew ? container.mark : prefixOf([container]))).join('')
      pending += mark
      begun = { start: output.length, lead: pending, containers: [...containers] }
    },
    takeBack() {
      if (begun === undefined || pending !== undefined) return ''
      const written = output.splice(begun.start).join('').slice(begun.lead.length)
      pending = begun.lead
      return written
    },
    take() {
      const text = output.join('')
      output = []
      return text
    },
  }
}

function prefixOf(containers: readonly WrittenContainer[]): string {
  return containers
    .map(({ source, mark }) => (source.kind === 'quote' ? '> ' : ' '.repeat(Math.max(STEP, mark.length))))
    .join('')
}
