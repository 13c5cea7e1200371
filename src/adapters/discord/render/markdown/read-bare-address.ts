import type { InlineReading } from '../../../common/chat/markdown/dialect.ts'
import { discordAddress } from './safe-addresses.ts'
import { writeAddress } from './write-link.ts'

const LONGEST = 1000
const SCHEMES = ['http://', 'https://']
/** What never stands in an address, or ends the sentence around it. */
const END = /[\s<>"`|\\\p{C}、。，．「」『』（）【】［］｛｝！？：；…・〜]/u
const HIRAGANA = /[\u3041-\u309f]/u
const ASCII = /^[!-~]$/
const TRAILING = /[.,:;!?'*_~]$/

/** Reads an address that stands in the text without any mark around it. */
export function readBareAddress(text: string, at: number, isEnded: boolean): InlineReading | 'more' | undefined {
  const head = text.slice(at, at + 8).toLowerCase()
  if (!SCHEMES.some((scheme) => head.startsWith(scheme))) {
    return !isEnded && at + head.length === text.length && SCHEMES.some((scheme) => scheme.startsWith(head))
      ? 'more'
      : undefined
  }
  const end = findEnd(text, at)
  if (end === text.length && !isEnded && end - at < LONGEST) return 'more'
  const written = trimEnd(text.slice(at, end))
  const address = end - at < LONGEST ? discordAddress(written) : undefined
  return address === undefined ? undefined : { length: written.length, words: writeAddress(address) }
}

/** Where Japanese goes on with the sentence, without a space, the address ends: words of its own begin a part of it. */
function findEnd(text: string, from: number): number {
  let at = from
  for (let last = ''; at < text.length && at - from < LONGEST; ) {
    const character = String.fromCodePoint(text.codePointAt(at) ?? 0)
    if (END.test(character) || HIRAGANA.test(character)) break
    if (!ASCII.test(character) && ASCII.test(last) && !/[/=#&?_-]/.test(last)) break
    last = character
    at += character.length
  }
  return at
}

function trimEnd(written: string): string {
  let address = written
  for (;;) {
    const isOpen = /[)\]}]$/.test(address) && !isBalanced(address)
    if (!isOpen && !TRAILING.test(address)) return address
    address = address.slice(0, -1)
  }
}

function isBalanced(address: string): boolean {
  const count = (bracket: string) => address.split(bracket).length
  const last = address.slice(-1)
  const opening = { ')': '(', ']': '[', '}': '{' }[last] ?? ''
  return count(opening) >= count(last)
}
