import type { Clock } from '../../../ports/clock.ts'
import { type DiscordFinding, warning } from './discord-finding.ts'

const NOTABLE_SECONDS = 60

/** Compares this machine's clock with Discord's. @param date Discord's time, epoch milliseconds */
export function examineClock(date: number | undefined, clock: Clock): readonly DiscordFinding[] {
  if (date === undefined) return []
  const seconds = Math.round((clock.now() - date) / 1000)
  const size = Math.abs(seconds)
  if (size < NOTABLE_SECONDS) return []
  const side = seconds < 0 ? 'behind' : 'ahead of'
  return [
    warning(
      `The clock of this machine is ${size} seconds ${side} Discord's, by which Kiku tells old messages from new ones.`,
      'Set the clock of this machine, best by a time service.',
    ),
  ]
}
