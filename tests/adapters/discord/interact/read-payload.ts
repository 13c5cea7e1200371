import type { GatewayFacts } from '../../../../src/adapters/discord/directory/gateway-facts.ts'
import type { ArrivedInteraction } from '../../../../src/adapters/discord/receive/arrival.ts'
import { NO_NAMES } from '../../../../src/adapters/discord/receive/names.ts'
import { readInteraction } from '../../../../src/adapters/discord/receive/read-interaction.ts'
import { BOT_USER, GUILDS } from '../../../fakes/discord/discord-server.ts'
import type { WireObject } from '../../../fakes/discord/wire.ts'

const FACTS: GatewayFacts = {
  take: () => {},
  listen: () => {},
  ownUser: () => BOT_USER,
  findGuild: () => undefined,
  listGuilds: () => [GUILDS.office, GUILDS.partner],
  findRecipient: () => undefined,
}

/** What the local Discord tells of an interaction, as Kiku reads it. */
export function readPayload(payload: WireObject): ArrivedInteraction {
  const arrival = readInteraction(payload, { identity: { user: BOT_USER }, names: NO_NAMES }, FACTS)
  if (arrival.kind !== 'interaction') throw new Error('That is no interaction.')
  return arrival.interaction
}
