import { PermissionsBitField, Routes } from 'discord.js'
import { z } from 'zod'
import { PROBLEMS, refusalOf } from '../../api/discord-api.ts'
import type { ArrivedMessage } from '../../receive/arrival.ts'
import { readMessage } from '../../receive/read-message.ts'
import type { Interaction } from '../interaction.ts'
import { nameMissing } from '../parts/name-missing.ts'

/** As many messages as Discord tells at once. */
const MOST_MESSAGES = 100
const READ_MS = 15_000
const REFUSED: readonly (number | undefined)[] = [PROBLEMS.missingAccess, PROBLEMS.missingPermissions]
const Page = z.array(z.looseObject({ id: z.string() }))

export type ReadOnwards =
  /** What people wrote after a message, oldest first. `isCut`: there are older ones after it that were not read. */
  | { readonly kind: 'read'; readonly messages: readonly ArrivedMessage[]; readonly isCut: boolean }
  /** `why`: what is missing, in a sentence. */
  | { readonly kind: 'closed'; readonly why: string }

/** Reads what was written after a message, the newest hundred messages at most. Bots' words are left out. */
export async function readOnwards(messageId: string, interaction: Interaction): Promise<ReadOnwards> {
  const why = findObstacle(interaction)
  if (why !== undefined) return { kind: 'closed', why }
  try {
    return await readPage(messageId, interaction)
  } catch (thrown) {
    if (!REFUSED.includes(refusalOf(thrown))) throw thrown
    return { kind: 'closed', why: lacking(['ViewChannel', 'ReadMessageHistory'], interaction) }
  }
}

function findObstacle(interaction: Interaction): string | undefined {
  const { desk, where, words } = interaction
  if (where.context === 'elsewhere') return words.menus.whyNotHere
  if (where.context === 'direct') return undefined
  // What Kiku may read, the one who asks must be allowed to read, too.
  if (!mayRead(where.permissions)) return words.menus.whyNotYours
  const missing = desk.directory.missingPermissions(where.channelId, 'read-history')
  if (missing.length > 0) return lacking(missing, interaction)
  return desk.identity.hasMessageContent ? undefined : words.menus.whyNoContent
}

function mayRead(permissions: string): boolean {
  const isNumber = /^\d{1,40}$/.test(permissions)
  return isNumber && new PermissionsBitField(BigInt(permissions)).has(['ViewChannel', 'ReadMessageHistory'])
}

function lacking(permissions: readonly string[], { words }: Interaction): string {
  return words.menus.whyMissing(nameMissing(permissions, words))
}

async function readPage(messageId: string, { desk, where, signal }: Interaction): Promise<ReadOnwards> {
  const read = (query: Record<string, string>) =>
    desk.api.call({
      method: 'GET',
      route: Routes.channelMessages(where.channelId),
      query: new URLSearchParams({ ...query, limit: String(MOST_MESSAGES) }),
      schema: Page,
      signal,
      timeoutMs: READ_MS,
    })
  const next = await read({ after: messageId })
  // Discord tells those that follow at once; where there are more, the end of the talk matters more than its middle.
  const isCut = next.length >= MOST_MESSAGES
  const page = isCut ? await read({}) : next
  const later = page
    .filter(({ id }) => isLater(id, messageId))
    .sort((one, other) => (isLater(one.id, other.id) ? 1 : -1))
  const messages = later.flatMap((raw) => {
    const message = readMessage(raw, desk.identity)
    return message === undefined ? [] : [message]
  })
  return { kind: 'read', messages, isCut }
}

function isLater(one: string, other: string): boolean {
  return BigInt(one) > BigInt(other)
}
