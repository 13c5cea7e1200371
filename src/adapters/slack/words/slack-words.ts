import type { DeskWords } from '../../common/chat/desk-words.ts'

/** Kiku's own sentences in Slack. What is given to them is escaped by the caller; they may hold mrkdwn. */
export interface SlackWords extends DeskWords {
  readonly thinking: string
  readonly close: string
  readonly help: {
    readonly heading: string
    /** One line for each thing that can be done. */
    readonly lines: readonly string[]
    readonly didYouMean: (command: string) => string
    readonly askUsage: string
    readonly searchUsage: string
  }
  readonly search: {
    readonly heading: (query: string, hits: number) => string
    readonly nothing: (query: string) => string
    readonly onlyYou: string
  }
  readonly forget: {
    readonly usage: string
    readonly me: string
    readonly channel: (channel: string) => string
    readonly direct: string
    readonly thread: string
    readonly pickThread: string
    readonly noThreads: string
    readonly button: string
    readonly forgetMe: string
    readonly forgetChannel: string
    readonly forgetThread: string
    readonly confirmTitle: string
    readonly confirmText: string
    readonly confirm: string
    readonly deny: string
    readonly done: (messages: number) => string
    readonly nothing: string
    readonly notAllowed: string
    readonly notYourThread: string
    readonly announcement: (user: string, messages: number) => string
  }
  readonly settings: {
    readonly title: string
    readonly loading: string
    readonly intro: (channel: string) => string
    readonly followUps: string
    readonly followUpsHint: string
    readonly remember: string
    readonly rememberHint: string
    readonly on: string
    readonly days: string
    readonly daysHint: string
    readonly daysError: string
    readonly daysNeedRemembering: string
    readonly save: string
    readonly saved: (settings: {
      readonly followUps: boolean
      readonly remember: boolean
      readonly days: number
    }) => string
    readonly notAChannel: string
    readonly notAllowed: string
    readonly announcement: (user: string) => string
    readonly cannotAnnounce: string
  }
  readonly shortcuts: {
    readonly askTitle: string
    readonly askLabel: string
    readonly askPlaceholder: string
    readonly about: string
    readonly readers: string
    readonly privately: string
    readonly privatelyHint: string
    readonly ask: string
    readonly errorEmpty: string
    readonly asks: (user: string, question: string) => string
    readonly summarise: string
    readonly leftOut: (messages: number) => string
    readonly nothingToSummarise: string
    readonly someone: string
  }
  readonly home: {
    readonly title: string
    readonly intro: string
    readonly knows: string
    readonly knowsNothing: string
    readonly bySource: (kind: string, sources: number, counts: string) => string
    readonly you: string
    readonly language: string
    readonly languages: Readonly<Record<'auto' | 'en' | 'ja', string>>
    readonly recent: string
    readonly noRecent: string
    readonly privateAnswer: string
    readonly privacy: string
    readonly privacyText: string
  }
  readonly greeting: {
    readonly title: string
    readonly whatCanYouDo: Prompt
    readonly whatDoYouKnow: Prompt
    readonly about: (source: string) => Prompt
  }
}

/** A suggestion to click: what is shown, and what is asked then. */
export interface Prompt {
  readonly title: string
  readonly message: string
}
