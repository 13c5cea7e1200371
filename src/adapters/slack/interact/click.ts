import type { ClickPayload } from './payloads.ts'

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
  /** Of a click in the App Home: the direct message with Kiku. */
  readonly homeChannel: string | undefined
  /** Whether only the person who clicked sees that message. */
  readonly isPrivate: boolean
  readonly trigger: string
  /** When it was clicked: seconds, a dot, six digits. */
  readonly at: string
}

export function readClick({ user, channel, container, message, view, actions, trigger_id }: ClickPayload): Click {
  const [action = { action_id: '' }] = actions
  return {
    action: action.action_id,
    value: action.value ?? action.selected_option?.value ?? '',
    user: user.id,
    team: user.team_id,
    channel: channel?.id,
    threadTs: container?.thread_ts ?? message?.thread_ts,
    messageTs: container?.message_ts ?? message?.ts,
    homeChannel: channel === undefined ? view?.private_metadata : undefined,
    isPrivate: container?.is_ephemeral === true,
    trigger: trigger_id,
    at: action.action_ts ?? '',
  }
}
