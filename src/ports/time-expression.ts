/** A stretch of time that a text speaks of. */
export interface TimeRange {
  /** Epoch milliseconds, inclusive. */
  readonly from: number
  /** Epoch milliseconds, exclusive. */
  readonly until: number
  /** The words that said so, as they stand in the text. */
  readonly matched: string
}

/**
 * Finds the past stretch of time that a text names ('yesterday', 'last week', '先週', '9月12日'), counted from `now` in
 * the local time zone of the process. Days, weeks (Monday to Sunday) and months are whole ones.
 * @returns undefined when the text names none, or one that lies in the future
 */
export type FindTimeRange = (text: string, now: number) => TimeRange | undefined
