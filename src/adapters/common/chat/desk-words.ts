/** Why something could not be done, as a person is told. */
export type FailureKind =
  | 'rate-limited'
  | 'queue-full'
  | 'question-empty'
  | 'question-too-long'
  | 'not-in-channel'
  | 'unreachable'
  | 'refused'
  | 'too-slow'
  | 'stopped'
  | 'internal'

export type FeedbackReason = 'wrong' | 'outdated' | 'missing' | 'source' | 'other'

/** What differs between platforms in what Kiku says of its work. */
export interface PlatformWords {
  readonly name: string
  /** Kiku is not where it should act, and what to do about it. */
  readonly absent: string
}

/** What Kiku says of its own work, alike on every platform. Plain text: what is put in is shown as it is. */
export interface DeskWords {
  /** `seconds` are known where Kiku has to wait. */
  readonly failure: (kind: FailureKind, details: { readonly seconds?: number; readonly limit?: number }) => string
  readonly sources: {
    readonly heading: string
    readonly nothing: string
    readonly kind: Readonly<Record<'folder' | 'file' | 'url' | 'channel' | 'handbook', string>>
    readonly counts: (documents: number, items: number) => string
    readonly refreshed: (age: string) => string
    readonly neverRefreshed: string
    readonly failures: (count: number, first: string) => string
    readonly more: (count: number) => string
    readonly onlyYours: string
  }
  readonly feedback: {
    readonly thanks: string
    readonly sorry: string
    readonly thanksForReason: string
    readonly title: string
    readonly label: string
    readonly reasons: Readonly<Record<FeedbackReason, string>>
    readonly text: string
    readonly placeholder: string
    readonly submit: string
    readonly errorNothing: string
    readonly errorOther: string
    readonly errorLong: string
  }
  readonly answers: {
    readonly why: string
    readonly gone: string
    readonly stillRunning: string
    readonly notRunning: string
    readonly notYoursToStop: string
    readonly notYours: string
    readonly shared: string
    readonly sharedAgain: string
  }
  /** Of reading what was written before. */
  readonly backfill: {
    readonly running: (messages: number) => string
    readonly done: (messages: number) => string
    readonly failed: (messages: number) => string
  }
}
