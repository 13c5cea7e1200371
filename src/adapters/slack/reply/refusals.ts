import { KikuError } from '../../../domain/errors.ts'
import { refusalOf } from '../api/slack-api.ts'

/** What a failed call means for a reply. */
export type Setback =
  /** The message, thread, channel or installation is gone: there is nobody to reply to here. */
  | 'gone'
  /** Kiku may not write here, which the asker should hear. */
  | 'forbidden'
  /** The stream has ended: Slack ends one about five minutes after its start. */
  | 'stream-ended'
  /** The reader ended the stream with Slack's own button. */
  | 'stopped-by-reader'
  /** The message is being streamed, so that it can be neither changed nor deleted. */
  | 'streaming'
  /** The message itself is not to Slack's taste. */
  | 'unacceptable'
  /** Anything else that Slack refuses. */
  | 'refused'
  /** Slack does not answer now, or has asked for more patience than there was. */
  | 'unreachable'
  /** None of Slack's doing. */
  | 'other'

// Names as the pages of the chat.* methods list them (https://docs.slack.dev/reference/methods/chat.postMessage).
const MEANINGS: Readonly<Record<string, Setback>> = {
  channel_not_found: 'gone',
  thread_not_found: 'gone',
  invalid_thread_ts: 'gone',
  message_not_found: 'gone',
  is_archived: 'gone',
  is_inactive: 'gone',
  account_inactive: 'gone',
  invalid_auth: 'gone',
  token_revoked: 'gone',
  team_access_not_granted: 'gone',
  not_in_channel: 'forbidden',
  ekm_access_denied: 'forbidden',
  cannot_reply_to_message: 'forbidden',
  message_not_in_streaming_state: 'stream-ended',
  stopped_by_user: 'stopped-by-reader',
  streaming_state_conflict: 'streaming',
  cant_delete_message: 'streaming',
  invalid_blocks: 'unacceptable',
  invalid_blocks_format: 'unacceptable',
  invalid_chunks: 'unacceptable',
  invalid_metadata_format: 'unacceptable',
  invalid_metadata_schema: 'unacceptable',
  metadata_too_large: 'unacceptable',
  msg_blocks_too_long: 'unacceptable',
  msg_too_long: 'unacceptable',
  no_text: 'unacceptable',
}

export function setbackOf(error: unknown): Setback {
  const name = refusalOf(error)
  if (name !== undefined) {
    if (name.startsWith('restricted_action')) return 'forbidden'
    return Object.hasOwn(MEANINGS, name) ? (MEANINGS[name] ?? 'refused') : 'refused'
  }
  if (!(error instanceof KikuError)) return 'other'
  const isPassing =
    error.code === 'surface-unreachable' || error.code === 'deadline-exceeded' || error.code === 'queue-full'
  return isPassing ? 'unreachable' : 'other'
}

/** Whether a message may stand in Slack although the call that posted it failed. */
export function isAmbiguous(error: unknown): boolean {
  return error instanceof KikuError && error.code === 'surface-unreachable' && error.details.isAmbiguous === true
}

/** Whether a call was not made because Slack has asked for patience. */
export function isLimit(error: unknown): boolean {
  return error instanceof KikuError && error.code === 'deadline-exceeded' && error.details.holder === 'slack'
}
