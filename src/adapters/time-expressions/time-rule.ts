import type { Span } from './calendar.ts'

/** One way to name a time: what it looks like, and the stretch it means. */
export interface TimeRule {
  readonly pattern: RegExp
  /** `groups` are the pattern's capture groups. Undefined means that the words name no real date. */
  readonly span: (now: Date, groups: readonly (string | undefined)[]) => Span | undefined
}
