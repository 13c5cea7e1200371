import type { DeskWords } from '../../common/chat/desk-words.ts'

/** Kiku's own sentences in Discord, in its markdown. What is given to them is escaped by the caller. */
export interface DiscordWords extends DeskWords {
  readonly help: {
    readonly heading: string
    /** One line for each thing that can be done. */
    readonly lines: readonly string[]
  }
  /** What came from an older Kiku, or from nobody. */
  readonly stale: {
    readonly command: string
    readonly button: string
    readonly form: string
  }
  readonly lists: {
    readonly expired: string
    readonly noSourceLike: (filter: string) => string
  }
  readonly search: {
    readonly nothing: (query: string) => string
  }
  readonly verdict: {
    readonly helpful: (question: string) => string
    readonly notHelpful: (question: string) => string
    readonly noQuestion: string
    readonly unknownQuestion: string
  }
  readonly asked: {
    /** Some of what an answer cites has been forgotten since. */
    readonly sourcesGone: string
    readonly noSources: string
    /** Asked about messages of others, which are not kept. */
    readonly quoteGone: string
  }
  readonly forget: {
    readonly usage: string
    readonly me: string
    readonly channel: (channel: string) => string
    /** Of a channel that Kiku is no member of, and cannot tell. */
    readonly channelElsewhere: (channel: string) => string
    readonly direct: string
    readonly conversation: string
    readonly pick: string
    readonly pickPlaceholder: string
    readonly noConversation: string
    readonly forgetMe: string
    readonly forgetChannel: string
    readonly forgetConversation: string
    readonly keep: string
    readonly kept: string
    readonly done: (messages: number) => string
    readonly nothing: string
    readonly notAllowed: string
    readonly notYourConversation: string
    readonly announcement: (user: string, messages: number) => string
  }
  readonly config: {
    readonly title: string
    readonly notHere: string
    readonly notAllowed: string
    readonly unknownChannel: string
    readonly server: string
    readonly languages: Readonly<Record<'auto' | 'en' | 'ja', string>>
    readonly threads: string
    readonly threadsHint: string
    readonly channel: (channel: string) => string
    readonly pickChannel: string
    readonly followUps: string
    readonly followUpsHint: string
    readonly remember: string
    readonly rememberHint: string
    readonly answerPosts: string
    readonly answerPostsHint: string
    /** A switch as its button shows it; at most 80 characters. */
    readonly switch: (name: string, isOn: boolean) => string
    readonly readPast: string
    readonly refresh: string
    readonly noMessageContent: string
    readonly missing: (permissions: string) => string
    readonly daysTitle: string
    readonly days: string
    readonly daysHint: string
    readonly daysError: string
    readonly daysNeedRemembering: string
    readonly announcementTitle: string
    readonly announcement: (user: string) => string
    readonly cannotAnnounce: string
    readonly stillRemembered: string
  }
  readonly menus: {
    readonly askTitle: string
    readonly askLabel: string
    readonly askPlaceholder: string
    readonly filesNotRead: string
    readonly attached: (names: string) => string
    readonly nothingToRead: string
    readonly targetGone: string
    readonly errorEmpty: string
    readonly summarise: string
    readonly leftOut: (messages: number) => string
    readonly leftOutMany: string
    readonly nothingToSummarise: string
    /** Said when there is more to read than the one message. @param why one of the three below */
    readonly onlyThis: (why: string) => string
    readonly cannotRead: (why: string) => string
    readonly whyNotHere: string
    readonly whyNoContent: string
    readonly whyNotYours: string
    readonly whyMissing: (permissions: string) => string
  }
  /** Permissions by the names of discord.js, as Discord's own settings name them. */
  readonly permissions: Readonly<Record<string, string>>
  readonly joinNames: (names: readonly string[]) => string
}
