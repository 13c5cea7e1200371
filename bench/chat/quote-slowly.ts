import { findMarks, MARKS, writeMark } from './marks.ts'

const FILLER = 'good to hear from you and glad to help with whatever comes next on any other day'
  .split(' ')
  .map((word) => `${word} `)
/** Characters that count as one token of Japanese. */
const JAPANESE_TOKEN = 3

/**
 * An answer that quotes the first source of its prompt, so that it stands up to the check, with marks among the words.
 * @returns its pieces, one token each; without a source the words are always the same
 */
export function quoteWithMarks({
  prompt,
  question,
  tokens,
}: {
  readonly prompt: string
  readonly question: number
  /** How long the answer is, marks included. */
  readonly tokens: number
}): readonly string[] {
  const source = firstSource(prompt)
  const words = source === undefined ? FILLER : toTokens(source)
  const end = source === undefined ? [] : [/[ぁ-ん]/.test(source) ? '[1]。' : '[1].']
  let next = 0
  const pieces = Array.from({ length: tokens }, (_, at) => {
    // The last token carries the last mark.
    const part = Math.floor(((at + 1) * MARKS) / tokens)
    const isMark = part > Math.floor((at * MARKS) / tokens)
    return isMark ? ` ${writeMark({ question, part })} ` : words[next++ % words.length]!
  })
  return [...pieces, ...end]
}

/** The question that a prompt ends with. */
export function questionOf(prompt: string): number | undefined {
  return findMarks(prompt).findLast(({ part }) => part === 0)?.question
}

/** Its words, without those marks that earlier answers left in the history. */
function firstSource(prompt: string): string | undefined {
  const body = /<<<source 1 [^\n]*>>>\n[\s\S]*?\n\n([\s\S]*?)\n<<<end 1 /.exec(prompt)?.[1]
  const text = body?.replaceAll(/xq[0-9a-z]{4}/g, '').replaceAll(/[.!?。！？[\]]/g, ' ')
  return text?.trim() === '' ? undefined : text
}

function toTokens(text: string): readonly string[] {
  if (!/[ぁ-ん]/.test(text))
    return text
      .split(/\s+/)
      .filter((word) => word !== '')
      .map((word) => `${word} `)
  const characters = [...text.replaceAll(/\s/g, '')]
  return Array.from({ length: Math.ceil(characters.length / JAPANESE_TOKEN) }, (_, at) =>
    characters.slice(at * JAPANESE_TOKEN, (at + 1) * JAPANESE_TOKEN).join(''),
  )
}
