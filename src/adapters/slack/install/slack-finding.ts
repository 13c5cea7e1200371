/** One line of `kiku doctor`. */
export interface SlackFinding {
  readonly part: 'slack'
  readonly state: 'ok' | 'off' | 'warning' | 'broken'
  readonly message: string
  /** What to do, as one imperative sentence. */
  readonly remedy?: string
}
