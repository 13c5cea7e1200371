import { discordWords } from '../words/words.ts'

/** Words of replies that Discord alone needs. */
export interface ReplyWords {
  /** Below what is shown, when a command's response can't be changed any more before the answer is complete. */
  readonly goesOnDirectly: string
  /** @param names as discord.js names permissions */
  readonly missingPermissions: (names: readonly string[]) => string
}

const WORDS: Readonly<Record<'en' | 'ja', ReplyWords>> = {
  en: {
    goesOnDirectly:
      'This takes longer than Discord lets me write here. I will send you the answer as a direct message.',
    missingPermissions: (names) => `Missing permissions: ${joinPermissions(names, 'en')}.`,
  },
  ja: {
    goesOnDirectly: 'ここに書き込める時間を過ぎるため、回答はダイレクトメッセージでお送りします。',
    missingPermissions: (names) => `不足している権限: ${joinPermissions(names, 'ja')}`,
  },
}

export function replyWords(locale: 'en' | 'ja'): ReplyWords {
  return WORDS[locale]
}

/** As people find them in Discord's settings. */
function joinPermissions(names: readonly string[], locale: 'en' | 'ja'): string {
  const { permissions, joinNames } = discordWords(locale)
  return joinNames(names.map((name) => permissions[name] ?? name.replace(/(?<=[a-z])(?=[A-Z])/g, ' ')))
}
