import { ZERO_WIDTH_SPACE } from '../characters.ts'
import type { InlineDialect } from './dialect.ts'

/** Writes the lines of one block. Breaks wait for the word behind them, so that none stands at the end. */
export interface LineWriter {
  write(text: string): void
  /** Writes marks that are no words: those behind them are the first of the line still. */
  writeMark(marks: string): void
  /** Begins emphasis with the next words, whatever space comes before them. @param marks from the outer one */
  openMarks(marks: readonly string[]): void
  /** Ends emphasis behind the last words; where there were none it leaves no trace. @param marks from the inner one */
  closeMarks(marks: readonly string[]): void
  breakLine(isHard: boolean): void
  /** Keeps two words apart where markup did. */
  addSpace(): void
  /** Markup was taken away, which may leave something at the start of the line that means more there. */
  markStripped(): void
  /** Whether no word of the line was written yet. */
  isLineStart(): boolean
  /** The character that what is written next will follow; empty at the start of the block. */
  before(): string
  /** The last character that is seen and no marker, where no break follows it. */
  lastSeen(): string
}

export interface LineWriterOptions {
  readonly emit: (text: string) => void
  /** What each further line begins with: quote markers and indentation. */
  readonly prefix: string
  /** Whether breaks of the line become spaces. */
  readonly isOneLine: boolean
  readonly dialect: Pick<InlineDialect, 'guardWords' | 'hardBreak'>
}

export function createLineWriter({ emit, prefix, isOneLine, dialect }: LineWriterOptions): LineWriter {
  let previous = ''
  let seen = ''
  let gap = ''
  let isFirst = true
  let hasWords = false
  let wasStripped = false
  /** Marks of emphasis whose first words are to come. */
  let opening: string[] = []

  /** Keeps marks apart that would mean something else together: those that end emphasis from those that begin some. */
  function emitMarks(marks: string): void {
    if (marks === '') return
    emit(dialect.guardWords(marks, { isLineStart: !hasWords, previous, wasStripped: false }))
    previous = lastCharacter(marks)
    isFirst = false
  }

  function write(written: string, isMark: boolean): void {
    const isNewLine = isFirst || gap.endsWith('\n')
    const words = isNewLine || gap !== '' ? written.trimStart() : written
    if (words === '') return
    if (isNewLine) hasWords = false
    const space = gap.endsWith('\n') ? gap + prefix : gap
    if (space !== '') {
      emit(space)
      previous = isNewLine ? '' : ' '
    }
    emitMarks(opening.join(''))
    opening = []
    emit(dialect.guardWords(words, { isLineStart: !hasWords, previous, wasStripped }))
    previous = lastCharacter(words)
    if (!isMark) {
      seen = lastCharacter(words.trimEnd()) || seen
      hasWords = true
    }
    gap = ''
    isFirst = false
    wasStripped = false
  }

  return {
    write: (text) => write(text, false),
    writeMark: (marks) => write(marks, true),
    openMarks(marks) {
      opening = [...opening, ...marks]
    },
    closeMarks(marks) {
      const open = opening.length
      opening = opening.slice(0, Math.max(0, open - marks.length))
      const closing = marks.slice(open).join('')
      // Behind a space nothing ends, nor behind what looks like an escape.
      emitMarks(closing !== '' && /^[\s\\]$/.test(previous) ? ZERO_WIDTH_SPACE + closing : closing)
    },
    breakLine(isHard) {
      if (isFirst) return
      if (isOneLine) gap = ' '
      else if (gap !== dialect.hardBreak) gap = isHard ? dialect.hardBreak : '\n'
    },
    addSpace() {
      if (!isFirst && gap === '') gap = ' '
    },
    markStripped() {
      wasStripped = true
    },
    isLineStart: () => isFirst || gap.endsWith('\n') || !hasWords,
    before() {
      const mark = opening.at(-1)
      if (mark !== undefined) return mark.charAt(mark.length - 1)
      return isFirst ? '' : gap === '' ? previous : '\n'
    },
    lastSeen: () => (gap === '' ? seen : ''),
  }
}

function lastCharacter(text: string): string {
  const last = text.charAt(text.length - 1)
  return /^[\udc00-\udfff]$/.test(last) ? text.slice(-2) : last
}
