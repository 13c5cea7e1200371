import { languageOf } from '../domain/language/scripts.ts'
import { weighContentTerms } from './content-terms.ts'
import { recogniseSmallTalk } from './recognise-small-talk.ts'

// A long message brings its own context.
const LONGEST_FOLLOW_UP = 400

/**
 * Says whether a message of a conversation can be understood only with what was said before: pronouns without a noun
 * before them, ellipsis ('And in Osaka?', 「大阪は？」), a bare question word, or hardly a word at all.
 */
export function needsContext(text: string): boolean {
  const trimmed = text.trim()
  if (trimmed.length > LONGEST_FOLLOW_UP || recogniseSmallTalk(trimmed) !== undefined) return false
  return languageOf(trimmed) === 'ja' ? japaneseNeedsContext(trimmed) : englishNeedsContext(trimmed)
}

const ENGLISH_PRONOUN =
  /\b(?:it|its|they|them|their|theirs|he|him|his|she|hers?|those|these|this|one|ones|the same|the (?:first|second|third|last|other|former|latter)(?: one)?)\b/gi
// 'That' after a verb or preposition points back ('tell me that code again'); after a noun it opens a clause.
const ENGLISH_THAT =
  /(?:^|\b(?:of|about|for|with|is|was|does|do|did|to|in|on|at|after|before|than|like|and|from|by|why|how|what|if|against|me|us|give|show|tell|open|read|repeat|use|change|send)\s)that\b/i
const ENGLISH_OPENING = /^(?:and|but|so|or|then|also|what about|how about|what if)\b/i
const ENGLISH_REQUEST =
  /^(?:why|how|when|where|who|which|really|more|tell me more|go on|continue|explain|elaborate|for example|such as|yes|no|yeah|are you sure|same)\b/i
// 'What is Kiku?' has one word of its own and needs no other.
const ENGLISH_DEFINITION =
  /^(?:what|who) (?:is|are|was|were)\b(?! (?:it|that|this|these|those|they|he|she)\b)|^define\b/i
const ENGLISH_ELLIPSIS = /\b(?:else|another|other|more|instead|besides|in addition|as well|too|any others?)\b/i
const DUMMY_IT = /\b(?:is|was|does|would|will) it (?:possible|necessary|ok|okay|allowed|true|safe|take|cost)\b/gi

function englishNeedsContext(text: string): boolean {
  const terms = countContentTerms(text)
  if (terms === 1 && ENGLISH_DEFINITION.test(text)) return false
  if (terms <= 1) return true
  if (terms <= 2 && ENGLISH_REQUEST.test(text) && !/\b[A-Z]/.test(text.slice(1))) return true
  if (terms <= 4 && ENGLISH_OPENING.test(text)) return true
  if (terms <= 4 && ENGLISH_ELLIPSIS.test(text) && !hasName(text)) return true
  const pointing = text.replace(DUMMY_IT, '')
  if (ENGLISH_THAT.test(pointing)) return true
  // 'Does Kiku run on Windows, and does it …': enough stands before the pronoun for it to mean that.
  return [...pointing.matchAll(ENGLISH_PRONOUN)].some(
    (match) => countContentTerms(pointing.slice(0, match.index)) <= 2 && !hasName(pointing.slice(0, match.index)),
  )
}

// A capital letter past the first word, or a word in code: the message names its subject.
function hasName(text: string): boolean {
  return /\s["'`(]*(?:\p{Lu}\p{L}|`)/u.test(text)
}

function countContentTerms(text: string): number {
  return weighContentTerms(text).size
}

const JAPANESE_PRONOUN =
  /それ|その|そこ|そちら|そっち|そう(?!じ|い)|そんな|あれ|あの|あそこ|これ|(?<!ど)この|(?<!ど)ここ|こちら|こんな|彼女?(?:ら|たち)?(?=[はがをにのもと])|同じ|前者|後者|上記|当時|両方|どちらも/g
const JAPANESE_OPENING =
  /^(?:じゃあ?|では|それでは|なら|だったら|ちなみに|あと|他に|ほかに|他の|ほかの|もっと|もう少し|続き|続けて|さっき|先ほど|例えば|たとえば|なぜ[?？]?$|どうして[?？]?$|なんで|いつ[?？]?$|どこ[?？]?$|誰[?？]?$|いくら[?？]?$|詳しく|くわしく|具体的に|はい|いいえ|で[、,])/
// 「大阪は？」「東京の場合は？」
const JAPANESE_ELLIPSIS = /^[^のがをに]{1,10}(?:(?<!と)は|って|だと|なら|の場合は|の方は|のほうは)[?？]?$/
const NOUN_BEFORE = /[\u30a0-\u30ff\u4e00-\u9fffA-Za-z0-9]{2,}/g

function japaneseNeedsContext(text: string): boolean {
  if (JAPANESE_OPENING.test(text)) return text.length <= 40
  if (JAPANESE_ELLIPSIS.test(text)) return true
  for (const match of text.matchAll(JAPANESE_PRONOUN)) {
    const before = text.slice(0, match.index).match(NOUN_BEFORE)?.length ?? 0
    if (before < 2) return true
  }
  return text.replace(/[^\p{L}\p{N}]/gu, '').length <= 3
}
