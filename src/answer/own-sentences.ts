import type { PendingCall } from '../domain/tool.ts'
import type { UndoneReason } from './question.ts'
import type { SmallTalk } from './recognise-small-talk.ts'

type Language = 'en' | 'ja'

/** Why there is no answer. */
export type AbstentionReason = 'nothing-found' | 'not-answered' | 'search-failed' | 'no-model' | 'no-tool-model'

const ABSTENTIONS: Readonly<Record<AbstentionReason, Readonly<Record<Language, string>>>> = {
  'nothing-found': {
    en: 'I could not find anything about this in the sources that I may search here.',
    ja: 'ここで調べられる出典の中に、これに関するものは見つかりませんでした。',
  },
  'not-answered': {
    en: 'I could not find an answer to this in the sources that I may search here.',
    ja: 'ここで調べられる出典の中に、この質問の答えは見つかりませんでした。',
  },
  'search-failed': {
    en: 'My search did not work just now, so I have nothing to answer from. Please ask again in a moment.',
    ja: '検索がうまくいかず、答える材料がありません。少し待ってからもう一度お試しください。',
  },
  'no-model': {
    en: 'No language model is available at the moment, so I can only quote from sources. Ask me again with search switched on.',
    ja: '現在、言語モデルが使えないため、出典の引用しかできません。検索を有効にして、もう一度質問してください。',
  },
  'no-tool-model': {
    en: 'I have tools that may help with this, but no language model at hand that can use them.',
    ja: 'これに役立ちそうなツールはありますが、それを使える言語モデルが今はありません。',
  },
}

const UNDONE: Readonly<Record<UndoneReason, Readonly<Record<Language, (name: string) => string>>>> = {
  'begun-before': {
    en: (name) => `“${name}” was begun before and is not run twice. Please look whether it was done.`,
    ja: (name) => `「${name}」は以前に開始されたため、再実行しません。完了したかどうかをご確認ください。`,
  },
  failed: {
    en: (name) => `“${name}” was run, and did not report success. Please look whether it was done.`,
    ja: (name) => `「${name}」を実行しましたが、成功したとの報告がありません。完了したかどうかをご確認ください。`,
  },
  'not-run': {
    en: (name) =>
      `“${name}” was not run: the approval has expired, or it is not offered as you approved it. Please ask again.`,
    ja: (name) =>
      `「${name}」は実行しませんでした。承認の期限が過ぎたか、承認どおりには使えなくなっています。もう一度質問してください。`,
  },
}

const NEAREST: Readonly<Record<Language, string>> = {
  en: 'The nearest sources:',
  ja: '近い出典:',
}

const UNSUPPORTED: Readonly<Record<Language, string>> = {
  en: ' (not found in the sources)',
  ja: '（出典に記載なし）',
}

const REPLIES: Readonly<Record<SmallTalk, Readonly<Record<Language, string>>>> = {
  greeting: {
    en: 'Hello! I am Kiku. Ask me something, and I will look it up in the sources that I know.',
    ja: 'こんにちは、Kikuです。質問していただければ、手元の出典を調べてお答えします。',
  },
  thanks: { en: 'You are welcome!', ja: 'どういたしまして。' },
  farewell: { en: 'Goodbye!', ja: 'それでは、また。' },
  introduction: {
    en: 'I am Kiku, an assistant that looks things up in documents and past conversations and answers with its sources.',
    ja: 'Kikuです。文書や過去の会話を調べ、出典を付けてお答えするアシスタントです。',
  },
}

export function abstentionSentence(reason: AbstentionReason, language: Language): string {
  return ABSTENTIONS[reason][language]
}

/** Asks the asker to approve a call; surfaces show its arguments beside it. */
export function approvalSentence({ title, destructive }: PendingCall, language: Language): string {
  const name = plainName(title)
  if (language === 'ja') {
    return `「${name}」を実行するには、あなたの承認が必要です。${destructive ? '元に戻せない変更になるかもしれません。' : ''}`
  }
  return `I need your approval before I run “${name}”.${destructive ? ' It may change things that cannot be restored.' : ''}`
}

/** Says what is known of a call that was approved and not done for certain. */
export function undoneSentence(why: UndoneReason, title: string, language: Language): string {
  return UNDONE[why][language](plainName(title))
}

function plainName(title: string): string {
  return title
    .replace(/[^\p{L}\p{N} .,'’()\-ー・]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}

export function nearestSentence(language: Language): string {
  return NEAREST[language]
}

/** Put behind a sentence that no source supports. */
export function unsupportedMark(language: Language): string {
  return UNSUPPORTED[language]
}

/** What Kiku says to small talk when no model is up. */
export function smallTalkReply(smallTalk: SmallTalk, language: Language): string {
  return REPLIES[smallTalk][language]
}
