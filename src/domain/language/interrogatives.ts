import { splitSentences } from './sentences.ts'

const MARKED = /[?？][\s"'」』）)]*$/
const JAPANESE_END = /(?:です|ます|でした|ました|でしょう|だろう|ません|ない|たの|るの|何|誰|いつ|どこ|どれ)か[。．]?$/

/** Whether a sentence asks: it ends with a question mark, or as Japanese questions do. */
export function isInterrogative(sentence: string): boolean {
  const text = sentence.trim()
  return MARKED.test(text) || JAPANESE_END.test(text)
}

/** Whether a text asks and tells nothing: an old question has all the words of today's, but no answer. */
export function merelyAsks(text: string): boolean {
  return splitSentences(text).every((sentence) => isInterrogative(sentence.text))
}
