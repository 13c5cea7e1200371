import type { InlineReading, InlineSource } from '../../../common/chat/markdown/dialect.ts'

const FOOTNOTE = /^\[\^([\w-]{1,20})\](?!\()(:?)/
const BEGUN = /^\[(?:\^[\w-]{0,20}\]?)?$/
const LONGEST = 24
const SUPERSCRIPT = '⁰¹²³⁴⁵⁶⁷⁸⁹'

/** A footnote `[^1]`, or the beginning of its text `[^1]:`, as small digits: Discord knows none. */
export function readFootnote({ text, at, isEnded, isLineStart }: InlineSource): InlineReading | 'more' | undefined {
  const source = text.slice(at, at + LONGEST)
  if (!isEnded && at + source.length === text.length && BEGUN.test(source)) return 'more'
  const [found = '', name = '', colon = ''] = FOOTNOTE.exec(source) ?? []
  if (found === '') return undefined
  const words = /^\d+$/.test(name) ? name.replace(/\d/g, (digit) => SUPERSCRIPT[Number(digit)] ?? digit) : `[${name}]`
  const isText = isLineStart && colon !== ''
  return { length: found.length - (isText ? 0 : colon.length), words: words.replaceAll('_', '\\_') }
}
