import type { Audience } from '../../../domain/audience.ts'
import type { SlackPlace } from '../slack-ids.ts'

/** Says who will read a reply. Whatever Slack does not tell in time is taken for the narrowest case. */
export interface AudienceResolver {
  /** Everyone who can read a reply in a thread of a channel or a direct message. */
  forReply(place: SlackPlace, signal: AbortSignal): Promise<Audience>
  /** One person, for a reply that nobody else sees. @param place where it is shown, whose channel's items count too */
  forPerson(user: string, place: SlackPlace, signal: AbortSignal): Promise<Audience>
}
