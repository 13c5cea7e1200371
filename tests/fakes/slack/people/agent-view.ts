import type { Delivery } from '../deliver/delivery.ts'
import { wireView } from '../views.ts'
import { compact } from '../wire.ts'
import type { PeopleContext } from './people-context.ts'

/** People who open the app's own page, and what its agent view tells (https://docs.slack.dev/ai). */
export interface AgentView {
  /** Opens the home tab, or the conversation with Kiku. */
  openHome(user: string, tab: 'home' | 'messages'): Promise<Delivery | undefined>
  /** Somebody looks at other channels while the conversation with Kiku is open. */
  changeContext(user: string, channels: readonly string[]): Promise<Delivery | undefined>
  /** Somebody pushes Slack's own button for stopping an answer. */
  stopSession(about: {
    readonly user: string
    readonly channel: string
    readonly threadTs: string
  }): Promise<Delivery | undefined>
}

export function createAgentView({ state, deliverEvent }: PeopleContext): AgentView {
  const { store, views, world } = state
  return {
    openHome(user, tab) {
      const home = tab === 'home' ? views.homeOf(user) : undefined
      const event = {
        type: 'app_home_opened',
        user,
        channel: world.directMessage(user).id,
        tab,
        view: home === undefined ? undefined : wireView(home),
        event_ts: store.nextTs(),
      }
      return deliverEvent(compact(event))
    },
    changeContext(user, channels) {
      const entities = channels.map((value) => ({ type: 'slack#/types/channel_id', value, team_id: world.team }))
      const channel = world.directMessage(user).id
      return deliverEvent({
        type: 'app_context_changed',
        channel,
        user,
        context: { entities },
        event_ts: store.nextTs(),
      })
    },
    stopSession({ user, channel, threadTs }) {
      const streams = store.inThread(channel, threadTs).filter(({ streaming }) => streaming === 'in_progress')
      return deliverEvent({
        type: 'agent_session_stopped',
        channel,
        user,
        thread_ts: threadTs,
        streaming_message_ts: streams.map(({ ts }) => ts),
        event_ts: store.nextTs(),
      })
    },
  }
}
