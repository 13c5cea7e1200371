import type { SlackMessage } from './message.ts'
import type { PeerState } from './peer-state.ts'
import type { WireObject } from './wire.ts'

/** https://docs.slack.dev/reference/events/reaction_added */
export function reactionEvent(
  {
    message,
    user,
    name,
    isAdded,
  }: { readonly message: SlackMessage; readonly user: string; readonly name: string; readonly isAdded: boolean },
  { store }: PeerState,
): WireObject {
  return {
    type: isAdded ? 'reaction_added' : 'reaction_removed',
    user,
    reaction: name,
    item_user: message.user,
    item: { type: 'message', channel: message.channel, ts: message.ts },
    event_ts: store.nextTs(),
  }
}
