import { cutText } from './characters.ts'

/** Passes text on in whole characters, line breaks unified, without what is not seen and deceives. */
export interface TextCleaner {
  push(text: string): string
  end(): string
}

const LINE_BREAKS = /\r\n?|[\u0085\u2028\u2029]/g
const LONE_HALVES = /\p{Cs}/gu
const SPACE = /[\s\p{Cc}\u2028\u2029]+/gu
const CONTROLS = /(?![\t\n])\p{Cc}/gu
// Marks that reorder what is seen, so that `gpj.exe` reads as `exe.jpg`, and tag characters that hide text.
const DISGUISES = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\u{e0000}-\u{e007f}]/gu

/** What comes out does not depend on how the text is cut, be it within a character. */
export function createTextCleaner(): TextCleaner {
  let held = ''
  const run = (text: string) =>
    text.replace(LONE_HALVES, '\ufffd').replace(LINE_BREAKS, '\n').replace(CONTROLS, '').replace(DISGUISES, '')
  return {
    push(text) {
      const all = held + text
      const isOpen = /[\r\ud800-\udbff]$/.test(all)
      held = isOpen ? all.slice(-1) : ''
      return run(isOpen ? all.slice(0, -1) : all)
    },
    end: () => run(held),
  }
}

/** Foreign text on one line, of at most so many characters, without what is not seen and deceives. */
export function cleanLine(text: string, most: number): string {
  return cutText(text.replace(DISGUISES, '').replace(SPACE, ' ').trim(), most)
}
