import type { ClickPayload } from './payloads.ts'
import { parseTurnId } from './people.ts'

/** A click on one of Kiku's buttons. */
export interface Click {
  readonly action: string
  readonly value: string
  readonly user: string
  readonly team: string | undefined
  /** Absent in the App Home. */
  readonly channel: string | undefined
  /** The thread in which the button stands. */
  readonly threadTs: string | undefined
  /** The message that holds the button. */
  readonly messageTs: string | undefined
  /** Whether only the person who clicked sees that message. */
  readonly isPrivate: boolean
  readonly trigger: string
  /** When it was clicked: seconds, a dot, six digits. */
  readonly at: string
  /**
   * Whether a turn belongs to where the button stands. What a click carries was written by Kiku, but for another place it
   * would give what is said there to the readers here. Private answers may stand in a direct message in place of their
   * channel.
   */
  readonly isAbout: (turnId: string) => boolean
}

export function readClick({ user, channel, container, message, actions, trigger_id }: ClickPayload, team: string): Click {
  const [action = { action_id: '' }] = actions
  return {
    action: action.action_id,
    value: action.value ?? action.selected_option?.value ?? '',
    user: user.id,
    team: user.team_id,
    channel: channel?.id,
    threadTs: container?.thread_ts ?? message?.thread_ts,
    messageTs: container?.message_ts ?? message?.ts,
    isPrivate: container?.is_ephemeral === true,
    trigger: trigger_id,
    at: action.action_ts ?? '',
    isAbout(turnId) {
      const turn = parseTurnId(turnId, team)
      if (turn === undefined || channel === undefined) return false
      return turn.channel === channel.id || turn.id.startsWith('private-')
    },
  }
}
