import { PermissionFlagsBits } from 'discord.js'

/** A permission of Kiku in a server (https://discord.com/developers/docs/topics/permissions). */
export interface RequiredPermission {
  /** As discord.js names it. */
  readonly name: keyof typeof PermissionFlagsBits
  /** What it is for: in English it completes "Kiku needs it to …". */
  readonly reason: Readonly<Record<'en' | 'ja', string>>
}

/** The fewest that Kiku needs. Roles and channels may take them away again. */
export const REQUIRED_PERMISSIONS: readonly RequiredPermission[] = [
  {
    name: 'ViewChannel',
    reason: { en: 'see the channels that it is asked in', ja: '質問されるチャンネルを見るため' },
  },
  {
    name: 'SendMessages',
    reason: { en: 'answer in channels', ja: 'チャンネルで答えるため' },
  },
  {
    name: 'CreatePublicThreads',
    reason: { en: 'open a thread for a question', ja: '質問ごとにスレッドを作るため' },
  },
  {
    name: 'SendMessagesInThreads',
    reason: { en: 'answer in threads and forum posts', ja: 'スレッドとフォーラムの投稿で答えるため' },
  },
  {
    name: 'ReadMessageHistory',
    reason: {
      en: 'reply to a message, summarise, and read the past where a server wants that',
      ja: 'メッセージへの返信、要約、過去の発言の読み込み（サーバーが望む場合）のため',
    },
  },
]

/** All of them as the number that an invitation carries. */
export const PERMISSION_BITS: bigint = REQUIRED_PERMISSIONS.reduce(
  (bits, { name }) => bits | PermissionFlagsBits[name],
  0n,
)

/**
 * Which of them are missing from what a member has.
 * @param granted as Discord writes it: a number in text; undefined when it cannot be read
 */
export function findMissing(granted: string): readonly RequiredPermission[] | undefined {
  if (!/^\d{1,30}$/.test(granted)) return undefined
  const bits = BigInt(granted)
  // An administrator has them all.
  if ((bits & PermissionFlagsBits.Administrator) !== 0n) return []
  return REQUIRED_PERMISSIONS.filter(({ name }) => (bits & PermissionFlagsBits[name]) === 0n)
}
