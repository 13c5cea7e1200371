import { toKikuError } from '../../../domain/errors.ts'
import type { Message } from '../../../domain/message.ts'
import { TOKEN_LIFE_MS } from '../api/interaction-api.ts'
import type { InteractionDesk } from '../interact/interaction-desk.ts'
import { serveInteraction } from '../interact/serve-interaction.ts'
import type { ArrivedInteraction } from '../receive/arrival.ts'
import type { DiscordParts } from './discord-parts.ts'

/** More than are ever under way at the same time. */
const MOST = 200

type OpenParts = Pick<DiscordParts, 'open' | 'options' | 'signal'>

/** Serves a command, click or form, and knows of it until that is done. Never throws. */
export async function serveNoted(interaction: ArrivedInteraction, parts: OpenParts, desk: InteractionDesk) {
  const { telemetry } = parts.options
  const warn = (thrown: unknown) => telemetry.warn('discord-interaction-not-noted', { code: toKikuError(thrown).code })
  if (interaction.kind === 'autocomplete') return await serveInteraction(interaction, desk)
  // Discord waits three seconds for a first response, which must not wait for the disk.
  const kept = parts.open.keep(interaction).catch(warn)
  await serveInteraction(interaction, desk)
  await kept
  await parts.open.remove(interaction.ref.id).catch(warn)
}

/**
 * Serves what the end of an earlier process cut off. Whatever has become a question by then is taken up as such.
 * @param interrupted questions that are taken up. Never throws
 */
export async function serveOpen(
  left: readonly ArrivedInteraction[],
  interrupted: readonly Message[],
  parts: OpenParts,
  desk: InteractionDesk,
): Promise<void> {
  const { clock, telemetry } = parts.options
  const admitted = new Set(interrupted.flatMap(({ id }) => id.split('~').at(-1) ?? []))
  // Later ones nobody waits for any more, and Discord takes no answer to them.
  const isWanted = ({ ref }: ArrivedInteraction) => !admitted.has(ref.id) && clock.now() < ref.at + TOKEN_LIFE_MS
  const wanted = new Set(left.filter(isWanted).slice(-MOST))
  if (wanted.size > 0) telemetry.info('discord-interactions-resumed', { interactions: wanted.size })
  await Promise.all(
    left.map((interaction) =>
      wanted.has(interaction)
        ? serveNoted(interaction, parts, desk)
        : parts.open.remove(interaction.ref.id).catch(() => {}),
    ),
  )
}
