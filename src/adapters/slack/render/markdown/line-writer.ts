import { ZERO_WIDTH_SPACE } from '../../../common/chat/characters.ts'

/** Writes the lines of one block. Breaks wait for the word behind them, so that none stands at the end. */
export interface LineWriter {
  write(text: string): void
  breakLine(isHard: boolean): void
  /** Keeps two words apart where markup did. */
  addSpace(): void
  /** Markup was taken away, which may leave something at the start of the line that means more there. */
  markStripped(): void
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
}

/** Text that would begin a block, were it the first of its line. */
const BLOCK_START = /^(?:[#>`~|+=\d-]|\* )/
/** What two characters would mean together that were apart. */
const MEANS_MORE = /^(?:``|\*\*|__|~~|!\[|\][([:])/
const HARD_BREAK = '  \n'

export function createLineWriter({ emit, prefix, isOneLine }: LineWriterOptions): LineWriter {
  let previous = ''
  let seen = ''
  let gap = ''
  let isFirst = true
  let wasStripped = false

  return {
    write(written) {
      const isLineStart = isFirst || gap.endsWith('\n')
      const words = isLineStart || gap !== '' ? written.trimStart() : written
      if (words === '') return
      const isRisky = isLineStart ? BLOCK_START.test(words) : MEANS_MORE.test(previous + words.charAt(0))
      const guard = wasStripped && isRisky ? ZERO_WIDTH_SPACE : ''
      emit((gap.endsWith('\n') ? gap + prefix : gap) + guard + words)
      previous = lastCharacter(words)
      if (!/^[*_~]+$/.test(words)) seen = lastCharacter(words.trimEnd()) || seen
      gap = ''
      isFirst = false
      wasStripped = false
    },
    breakLine(isHard) {
      if (isFirst) return
      if (isOneLine) gap = ' '
      else if (gap !== HARD_BREAK) gap = isHard ? HARD_BREAK : '\n'
    },
    addSpace() {
      if (!isFirst && gap === '') gap = ' '
    },
    markStripped() {
      wasStripped = true
    },
    before: () => (isFirst ? '' : gap === '' ? previous : '\n'),
    lastSeen: () => (gap === '' ? seen : ''),
  }
}

function lastCharacter(text: string): string {
  const last = text.charAt(text.length - 1)
  return /^[\udc00-\udfff]$/.test(last) ? text.slice(-2) : last
}
