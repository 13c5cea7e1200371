import { distance } from 'fastest-levenshtein'

export type Verb = 'ask' | 'search' | 'forget' | 'sources' | 'settings' | 'help'

/** What stands behind `/kiku`. */
export type Command =
  | { readonly kind: 'ask' | 'search'; readonly text: string }
  | { readonly kind: 'forget'; readonly what: 'me' | 'thread' | 'channel' | undefined }
  | { readonly kind: 'sources' | 'settings' | 'help' }
  /** A slip of the finger, most likely. */
  | { readonly kind: 'unknown'; readonly nearest: Verb }

const VERBS: Readonly<Record<Verb, readonly string[]>> = {
  ask: ['ask', 'question', '質問', '質問する', '聞く'],
  search: ['search', 'find', '検索', '検索する', '探す'],
  forget: ['forget', 'delete', '忘れて', '忘れる', '削除', '削除して', '削除する'],
  sources: ['sources', 'source', '出典', '情報源', 'ソース'],
  settings: ['settings', 'setting', 'config', '設定'],
  help: ['help', '?', 'ヘルプ', '使い方'],
}
const ORDER = ['ask', 'search', 'forget', 'sources', 'settings', 'help'] as const satisfies readonly Verb[]

const TARGETS = {
  me: ['me', 'my', 'myself', '私', 'わたし', '自分'],
  thread: ['thread', 'threads', 'スレッド', '会話'],
  channel: ['channel', 'チャンネル', 'チャネル'],
} as const
const TARGET_ORDER = ['me', 'thread', 'channel'] as const

/** Japanese puts the verb last: このチャンネルを忘れて. */
const VERB_LAST = /^(\S+?)(?:のこと|の記録|の履歴)?を(?:忘れて|忘れる|削除|削除して|削除する)[。！!]?$/u

/** Reads what was typed behind `/kiku`. Text without a verb is a question; spaces and letters may be full-width. */
export function parseCommand(typed: string): Command {
  const text = typed.trim()
  if (text === '') return { kind: 'help' }
  const forgotten = readVerbLast(text)
  if (forgotten !== undefined) return forgotten
  // JavaScript's \s takes the ideographic space too.
  const [, first = '', rest = ''] = /^([^\s:：、,]+|[?？])[\s:：、,]*([\s\S]*)$/u.exec(text) ?? []
  const verb = verbOf(first)
  if (verb === undefined) {
    const nearest = nearestVerb(first, rest === '')
    return nearest === undefined ? { kind: 'ask', text } : { kind: 'unknown', nearest }
  }
  return commandOf(verb, rest.trim()) ?? { kind: 'ask', text }
}

/** @returns undefined where the word turns out to begin a question, such as "help me find the travel policy" */
function commandOf(verb: Verb, rest: string): Command | undefined {
  switch (verb) {
    case 'ask':
    case 'search':
      return { kind: verb, text: rest }
    case 'forget':
      return isSentence(rest) ? undefined : { kind: 'forget', what: targetOf(rest) }
    case 'sources':
    case 'settings':
    case 'help':
      return rest === '' ? { kind: verb } : undefined
  }
}

function isSentence(rest: string): boolean {
  return targetOf(rest) === undefined && rest.split(/\s+/).length > 2
}

function readVerbLast(text: string): Command | undefined {
  const match = VERB_LAST.exec(text)
  const what = targetOf(match?.[1] ?? '')
  return what === undefined ? undefined : { kind: 'forget', what }
}

function verbOf(word: string): Verb | undefined {
  const plain = plainWord(word)
  return ORDER.find((verb) => VERBS[verb].includes(plain))
}

function targetOf(rest: string): 'me' | 'thread' | 'channel' | undefined {
  const plain = plainWord(rest).replace(/^(this|the|この)\s*/u, '')
  return TARGET_ORDER.find((target) => TARGETS[target].some((name) => name === plain))
}

/**
 * A lone word one slip away from a verb is that verb mistyped. With more words behind it, it is only where two letters
 * changed places: "forgot my password" is a question, "serach expenses" is none.
 */
function nearestVerb(word: string, isAlone: boolean): Verb | undefined {
  const plain = plainWord(word)
  if (!/^[a-z]+$/.test(plain)) return undefined
  return ORDER.find((verb) =>
    VERBS[verb].some((name) => hasSwapped(plain, name) || (isAlone && name.length > 3 && distance(plain, name) === 1)),
  )
}

function hasSwapped(word: string, name: string): boolean {
  if (word.length !== name.length || word === name) return false
  const at = [...word].findIndex((letter, index) => letter !== name[index])
  return word.slice(0, at) + (word[at + 1] ?? '') + (word[at] ?? '') + word.slice(at + 2) === name
}

function plainWord(word: string): string {
  return word
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[.!。！]+$/u, '')
}
