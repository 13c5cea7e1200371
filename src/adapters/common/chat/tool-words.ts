import type { ToolOutcome } from '../../../domain/tool.ts'

/** What becomes of a call that waits for its asker, as the message that showed it says afterwards. */
export type CallDecision = 'approved' | 'declined' | 'expired' | 'decided'

/** What Kiku says of tools where people chat. Plain text: what is put in is shown as it is. */
export interface ToolWords {
  /** While a tool is at work. @param tool its id */
  readonly calling: (tool: string) => string

  /** Buttons; at most 30 characters. */
  readonly approve: string
  readonly decline: string
  /** Above the arguments of a call that waits. */
  readonly wouldCall: (tool: string) => string
  /** Below arguments that were cut. */
  readonly tooLong: string
  /** In the line that says how an answer came about. */
  readonly waiting: string
  /** In place of the buttons, and to those who click too late. */
  readonly decisions: Readonly<Record<CallDecision, string>>
  readonly gone: string
  readonly notYours: string

  /** Of 'Why?'. */
  readonly considered: string
  /** @param percent 0 to 100: how likely the tool fits */
  readonly fits: (tool: string, percent: number) => string
  readonly called: string
  readonly outcomes: Readonly<Record<ToolOutcome, string>>
}
