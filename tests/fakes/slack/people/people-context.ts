import type { Delivery, DeliveryKind, DeliveryOptions } from '../deliver/delivery.ts'
import { APP, VERIFICATION_TOKEN } from '../envelopes.ts'
import type { PeerState } from '../peer-state.ts'
import type { WireObject } from '../wire.ts'

/** What those who act as people need: the workspace, and a way to tell the app. */
export interface PeopleContext {
  readonly state: PeerState
  deliver(kind: DeliveryKind, body: WireObject, options?: DeliveryOptions): Promise<Delivery>
  /**
   * Tells of an event. @returns undefined where Slack would not: the app did not subscribe, or is not in the channel
   * @param place where only those in a channel hear of it
   */
  deliverEvent(event: WireObject, place?: string, options?: DeliveryOptions): Promise<Delivery | undefined>
}

/** What every click, form and shortcut says of who did it. */
export function actorOf(user: string, { world }: PeerState): WireObject {
  const person = world.user(user)
  return {
    token: VERIFICATION_TOKEN,
    api_app_id: APP,
    team: { id: world.team, domain: world.teamName },
    user: { id: user, username: person.name, name: person.name, team_id: person.team },
    enterprise: null,
    is_enterprise_install: false,
  }
}

/** Slack's clients let nobody act where they are not. */
export function requireMember(user: string, channel: string, { world }: PeerState): void {
  if (!world.isMember(user, channel)) throw new Error(`${user} is not in ${channel} of the Slack peer.`)
}
