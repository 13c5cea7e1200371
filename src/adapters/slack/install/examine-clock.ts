import type { Clock } from '../../../ports/clock.ts'
import type { SlackFinding } from './slack-finding.ts'

/** Slack's signatures are refused when they seem older than this, five minutes. */
const MOST_SECONDS = 300
const NOTABLE_SECONDS = 60

/**
 * Compares this machine's clock with Slack's.
 * @param date Slack's time, epoch milliseconds. @param isSigned whether deliveries come as signed requests
 */
export function examineClock(date: number | undefined, clock: Clock, isSigned: boolean): readonly SlackFinding[] {
  if (date === undefined) return []
  const seconds = Math.round((clock.now() - date) / 1000)
  const size = Math.abs(seconds)
  if (size < NOTABLE_SECONDS) return []
  const consequence = isSigned && size >= MOST_SECONDS ? ', so every request of Slack is refused' : ''
  return [
    {
      part: 'slack',
      state: consequence === '' ? 'warning' : 'broken',
      message: `The clock of this machine is ${size} seconds ${seconds < 0 ? 'behind' : 'ahead of'} Slack's${consequence}.`,
      remedy: 'Set the clock of this machine, best by a time service.',
    },
  ]
}
