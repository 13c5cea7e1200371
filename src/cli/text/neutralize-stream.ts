import { findUnfinishedEscape } from './escape-patterns.ts'
import { neutralizeText } from './neutralize-text.ts'

const LONGEST_ESCAPE = 256

export interface StreamNeutralizer {
  /** @returns what may be printed by now. */
  push(text: string): string
  /** @returns the rest. */
  end(): string
}

/**
 * Neutralises text that arrives in pieces. A piece may end inside an escape, a line break or a character, so such an
 * end waits for the next piece, 256 characters at most.
 */
export function createStreamNeutralizer(): StreamNeutralizer {
  let held = ''
  return {
    push(text) {
      const all = held + text
      const cut = safeLength(all)
      held = all.slice(cut)
      return neutralizeText(all.slice(0, cut))
    },
    end() {
      const rest = held
      held = ''
      return neutralizeText(rest)
    },
  }
}

function safeLength(text: string): number {
  const start = findUnfinishedEscape(text)
  if (start >= 0 && text.length - start < LONGEST_ESCAPE) return start
  const last = text.charCodeAt(text.length - 1)
  const isHalf = last === 0x0d || (last >= 0xd800 && last <= 0xdbff)
  return isHalf ? text.length - 1 : text.length
}
