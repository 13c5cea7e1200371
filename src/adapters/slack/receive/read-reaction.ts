import type { Arrival } from './arrival.ts'
import { ignored, type Reading } from './reading.ts'
import { reactionSchema } from './schema.ts'

/** https://docs.slack.dev/reference/events/reaction_added; only messages can be reacted to with meaning for Kiku. */
export function readReaction({ event, identity }: Reading): Arrival {
  const parsed = reactionSchema.safeParse(event).data
  if (parsed === undefined) return ignored('reaction-elsewhere')
  const { user, item } = parsed
  if (!user || !item.channel || !item.ts) return ignored('malformed')
  if (user === identity.user || user === 'USLACKBOT') return ignored('own')
  return {
    kind: 'reaction',
    reaction: {
      team: identity.team,
      channel: item.channel,
      ts: item.ts,
      user,
      // The event does not name the workspace of who reacted.
      userTeam: identity.team,
      name: parsed.reaction.replace(/::skin-tone-\d$/, ''),
      isAdded: event.type === 'reaction_added',
    },
  }
}
