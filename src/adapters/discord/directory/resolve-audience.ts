import type { Audience } from '../../../domain/audience.ts'
import type { DiscordPlace } from '../discord-ids.ts'

/** Says who will read a reply. Whatever Discord does not tell in time is taken for the narrowest case. */
export interface AudienceResolver {
  /** Everyone who can read a reply in a conversation: in a channel, a thread, a direct message or a group. */
  forReply(place: DiscordPlace, signal: AbortSignal): Promise<Audience>
  /** One person, for a reply that nobody else sees. @param place where it is shown */
  forPerson(user: string, place: DiscordPlace, signal: AbortSignal): Promise<Audience>
}
