import { recogniseSmallTalk } from '../answer/recognise-small-talk.ts'
import { isInterrogative } from '../domain/language/interrogatives.ts'
import { splitSentences } from '../domain/language/sentences.ts'
import type { Message } from '../domain/message.ts'
import type { Turn } from '../domain/thread.ts'

const REQUEST =
  /\b(?:please|can you|could you|would you|tell me|show me|explain|summari[sz]e|find|search|look up|list|compare|translate|what about|how about)\b|(?:教えて|見せて|説明して|まとめて|要約して|探して|調べて|検索して|比べて|訳して|お願い|頼みます|ください|下さい|くれ(?:る|ますか))/i
const QUESTION_WORD = /^(?:who|what|when|where|why|which|whose|how|is|are|does|do|did|can|could|should|will|would)\b/i
/** 'その場合は' and 'and in Osaka' ask by being short and open. */
const OPEN_END = /(?:は|って|とか|なら|の場合|について)[。．…]*$|^(?:and|but|so|then)\b.{0,60}$/i
/** Short words of agreement or surprise, which nobody answers. */
const REACTION =
  /^(?:i see|makes sense|good to know|nice|wow|lol|haha|yes|no|yeah|yep|nope|sure|right|exactly|same|うん|はい|いいえ|いや|ですね|そうですね|たしかに|確かに|へえ|へー|いいね|いいですね|笑|w+)[!！.。〜ー\s]*$/i

/**
 * Whether a message in a thread that Kiku takes part in wants an answer although it does not name Kiku. With one person it
 * is a conversation, and everything but thanks is meant for Kiku; among several only questions and requests are.
 */
export function expectsAnswer(message: Message, turns: readonly Turn[]): boolean {
  const text = message.text.trim()
  if (text === '' || recogniseSmallTalk(text) !== undefined || REACTION.test(text)) return false
  const sentences = splitSentences(text.slice(0, 2_000)).map((sentence) => sentence.text)
  if (sentences.some(isInterrogative) || REQUEST.test(text) || QUESTION_WORD.test(text)) return true
  const people = new Set(turns.filter(({ role }) => role === 'user').map(({ author }) => author.id))
  people.add(message.author.id)
  return people.size === 1 || (hasAsked(message, turns) && OPEN_END.test(text))
}

/** Whether the author was the last one that Kiku answered. */
function hasAsked({ author }: Message, turns: readonly Turn[]): boolean {
  const answerAt = turns.findLastIndex(({ role }) => role === 'assistant')
  const asker = turns.slice(0, Math.max(0, answerAt)).findLast(({ role }) => role === 'user')
  return asker?.author.id === author.id
}
