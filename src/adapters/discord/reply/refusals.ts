import { KikuError } from '../../../domain/errors.ts'
import { PROBLEMS, refusalOf } from '../api/discord-api.ts'

/** What a failed call means for a reply. */
export type Setback =
  /** The channel, the server or the person is out of reach: there is nobody to reply to here. */
  | 'gone'
  /** Kiku may not write here, which the asker should hear. */
  | 'forbidden'
  /** The token of the interaction speaks for Kiku no more. */
  | 'voiceless'
  /** The message itself is not to Discord's taste. */
  | 'unacceptable'
  /** Anything else that Discord refuses. */
  | 'refused'
  /** Discord does not answer now, or has asked for more patience than there was. */
  | 'unreachable'
  /** None of Discord's doing. */
  | 'other'

// https://discord.com/developers/docs/topics/opcodes-and-status-codes#json-json-error-codes
const MEANINGS: Readonly<Record<number, Setback>> = {
  [PROBLEMS.unknownChannel]: 'gone',
  10004: 'gone',
  10013: 'gone',
  [PROBLEMS.cannotMessageUser]: 'gone',
  [PROBLEMS.missingAccess]: 'forbidden',
  [PROBLEMS.missingPermissions]: 'forbidden',
  [PROBLEMS.threadArchived]: 'forbidden',
  // The thread is locked.
  160005: 'forbidden',
  [PROBLEMS.unknownInteraction]: 'voiceless',
  [PROBLEMS.unknownWebhook]: 'voiceless',
  [PROBLEMS.invalidWebhookToken]: 'voiceless',
  // An application that a person brought along may follow up five times.
  40094: 'voiceless',
  [PROBLEMS.invalidForm]: 'unacceptable',
  // An empty message.
  50006: 'unacceptable',
  // A message that is an hour old was edited too often.
  30046: 'unacceptable',
  // The server's automatic moderation, and links that Discord takes for harmful.
  200000: 'unacceptable',
  200001: 'unacceptable',
  240000: 'unacceptable',
}

export function setbackOf(error: unknown): Setback {
  const number = refusalOf(error)
  if (number !== undefined) return MEANINGS[number] ?? (isUnauthorised(error) ? 'gone' : 'refused')
  if (!(error instanceof KikuError)) return 'other'
  const isPassing =
    error.code === 'surface-unreachable' || error.code === 'deadline-exceeded' || error.code === 'queue-full'
  return isPassing ? 'unreachable' : 'other'
}

/** Whether a message may stand in Discord although the call that posted it failed. */
export function isAmbiguous(error: unknown): boolean {
  return error instanceof KikuError && error.code === 'surface-unreachable' && error.details.isAmbiguous === true
}

function isUnauthorised(error: unknown): boolean {
  return error instanceof KikuError && error.details.status === 401
}
