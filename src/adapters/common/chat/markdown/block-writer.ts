import { ZERO_WIDTH_SPACE } from '../characters.ts'
import type { BlockDialect } from './dialect.ts'
import type { Container } from './markdown-line.ts'

/** Writes blocks with the marks of the containers that they stand in, and keeps blank lines between them. */
export interface BlockWriter {
  /** Says that blank lines come before the next block. */
  addBlank(): void
  /** Begins a block. Nothing is written until it has words: a block of nothing but tags leaves no trace. */
  begin(containers: readonly WrittenContainer[], mark?: string): void
  /** Begins a block of code, at the margin where it may not stand in lists. @returns what its further lines begin with */
  beginCode(containers: readonly WrittenContainer[]): string
  emit(text: string): void
  /** Whether the block that was begun has words. */
  hasWords(): boolean
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

export function createBlockWriter(dialect: BlockDialect): BlockWriter {
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

  function prefixOf(containers: readonly WrittenContainer[]): string {
    return containers
      .map(({ source, mark }) => (source.kind === 'quote' ? mark : ' '.repeat(dialect.indentOf(mark))))
      .join('')
  }

  const begin = (containers: readonly WrittenContainer[], lead: string, kept: readonly WrittenContainer[]) => {
    // What stood between two blocks and left no trace must not let them become one.
    if (pending !== undefined && hasOutput) isBlank = true
    const blank = dialect.blankOf(prefixOf(kept))
    pending = (hasOutput ? (isBlank ? `\n${blank}\n` : '\n') : '') + lead
    begun = { start: output.length, lead: pending, containers: [...containers] }
  }
  const keptOf = (containers: readonly WrittenContainer[]) => {
    const first = containers.findIndex(({ isNew }) => isNew)
    return first < 0 ? containers : containers.slice(0, first)
  }
  const marksOf = (containers: readonly WrittenContainer[]) =>
    containers.map((container) => (container.isNew ? container.mark : prefixOf([container]))).join('')

  return {
    emit,
    prefixOf,
    addBlank() {
      isBlank = true
    },
    begin(containers, mark = '') {
      begin(containers, marksOf(containers) + mark, keptOf(containers))
    },
    beginCode(containers) {
      const isInside = dialect.keepsCodeInLists
      const quote = containers.find(({ source }) => source.kind === 'quote')
      const prefix = prefixOf(isInside ? containers : quote === undefined ? [] : [quote])
      // An item that begins with code has nothing of its own to show; without anything it would not be one.
      const hasMark = containers.some(({ source, isNew }) => isNew && source.kind === 'item')
      if (isInside) begin(containers, marksOf(containers), keptOf(containers))
      else if (hasMark) begin(containers, `${marksOf(containers)}${ZERO_WIDTH_SPACE}\n${prefix}`, keptOf(containers))
      else begin(containers, prefix, keptOf(containers))
      return prefix
    },
    hasWords: () => pending === undefined,
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
