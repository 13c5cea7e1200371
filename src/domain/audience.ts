/**
 * Who may read an item: one label per item. `public`, a workspace's open channels (`slack:T1`, `discord:G1`),
 * one channel (`slack:T1:C1`), one thread (`thread:slack:T1:C1:1700000000.000100`, for what was attached to a question),
 * one person (`person:slack:T1:U1`) or a named group (`group:finance`).
 */
export type AudienceLabel = string

/** Readable by everyone who can reach Kiku. */
export const PUBLIC: AudienceLabel = 'public'

/** The person at the terminal of the machine that Kiku runs on. */
export const TERMINAL_PERSON: AudienceLabel = 'person:terminal:local'

/**
 * The labels that *every* reader of one reply may read. A reply draws on items with these labels alone, so the
 * narrowest reader decides: an empty set means that nothing may be retrieved.
 */
export interface Audience {
  readonly labels: readonly AudienceLabel[]
}

/** What the reader of a terminal reply may read, plus labels granted on the command line. */
export function terminalAudience(granted: readonly AudienceLabel[] = []): Audience {
  return { labels: [...new Set([PUBLIC, TERMINAL_PERSON, ...granted])] }
}

// Labels travel through logs, file names and SQL, so they are kept to characters that are safe in all of them.
const LABEL = /^(public|(slack|discord)(:[\w.-]+){1,2}|person(:[\w.-]+){2,3}|thread(:[\w.-]+){3,4}|group:[\w.-]+)$/

/** Whether one of the labels is missing from an audience, so that a reply to it may not show what carries them. */
export function isBeyond(labels: readonly AudienceLabel[], audience: Audience): boolean {
  return labels.some((label) => !audience.labels.includes(label))
}

/** Says whether a text is a well-formed audience label. */
export function isAudienceLabel(text: string): text is AudienceLabel {
  return LABEL.test(text)
}
