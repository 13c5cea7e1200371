import { DIRECT } from '../../../../src/adapters/discord/discord-ids.ts'
import type {
  ArrivedInteraction,
  InteractionData,
  InteractionPlace,
  TargetMessage,
} from '../../../../src/adapters/discord/receive/arrival.ts'
import type { Evidence } from '../../../../src/domain/evidence.ts'
import type { Turn } from '../../../../src/domain/thread.ts'
import type { SourceSummary } from '../../../../src/ports/store.ts'
import { ALICE, BOB, CHANNEL, DM, GUILD, INTERACTION, MESSAGE, NOW, QUESTION } from './world-ids.ts'

export interface Arriving {
  readonly user?: string
  readonly locale?: 'en' | 'ja'
  readonly where?: Partial<InteractionPlace>
}

/** What Alice does in the channel, if not said otherwise. */
function arrive(data: InteractionData, { user = ALICE, locale = 'en', where = {} }: Arriving): ArrivedInteraction {
  return {
    ...data,
    ref: { id: INTERACTION, token: 'secret-token', at: NOW },
    user: { id: user, name: user === ALICE ? 'Alice' : 'Bob' },
    locale,
    where: { guild: GUILD, channelId: CHANNEL, context: 'guild', permissions: READER, roles: [], ...where },
  }
}

export const IN_DM: Partial<InteractionPlace> = { guild: DIRECT, channelId: DM, context: 'direct' }
/** A server that Kiku is not in. */
export const ELSEWHERE: Partial<InteractionPlace> = { context: 'elsewhere' }
/** View Channel and Read Message History. */
const READER = '66560'

/** Manage Server. */
export const MANAGER: Partial<InteractionPlace> = { permissions: '32' }

type Options = Readonly<Record<string, string | number | boolean>>

export function command(name: string, options: Options = {}, about: Arriving & { readonly subcommand?: string } = {}) {
  const { subcommand, ...rest } = about
  return arrive({ kind: 'command', name, options, files: [], ...(subcommand ? { subcommand } : {}) }, rest)
}

export function autocomplete(name: string, option: string, value: string, about: Arriving = {}) {
  return arrive({ kind: 'autocomplete', name, focused: { name: option, value } }, about)
}

export function click(
  customId: string,
  about: Arriving & { readonly values?: readonly string[]; readonly isEphemeral?: boolean } = {},
) {
  const { values = [], isEphemeral = false, ...rest } = about
  return arrive({ kind: 'click', customId, values, message: { id: MESSAGE, isEphemeral } }, rest)
}

export function form(
  customId: string,
  fields: Readonly<Record<string, string | readonly string[]>>,
  about: Arriving & { readonly hasMessage?: boolean } = {},
) {
  const { hasMessage = false, ...rest } = about
  const message = hasMessage ? { message: { id: MESSAGE, isEphemeral: true } } : {}
  return arrive({ kind: 'form', customId, fields, ...message }, rest)
}

export function messageCommand(name: string, target: Partial<TargetMessage> = {}, about: Arriving = {}) {
  return arrive({ kind: 'message-command', name, target: targetMessage(target) }, about)
}

export function targetMessage(about: Partial<TargetMessage> = {}): TargetMessage {
  return { id: MESSAGE, author: { id: BOB, name: 'Bob' }, isBot: false, text: 'We fly on Friday.', files: [], ...about }
}

/** A question that Alice asked in the channel. */
export function question(about: Partial<Turn> = {}): Turn {
  return {
    id: `discord:${GUILD}:${CHANNEL}:${QUESTION}`,
    threadId: `discord:${GUILD}:${CHANNEL}:${QUESTION}`,
    role: 'user',
    author: { id: `discord:${ALICE}` },
    text: 'How do I claim travel costs?',
    createdAt: NOW - 3_600_000,
    ...about,
  }
}

export function source(about: Partial<SourceSummary> = {}): SourceSummary {
  return {
    id: 's1',
    kind: 'folder',
    location: '/srv/secret-machine/travel-handbook',
    audience: 'public',
    addedAt: NOW - 86_400_000,
    refreshedAt: NOW - 7_200_000,
    documents: 4,
    items: 31,
    failures: [],
    ...about,
  }
}

export function hit(about: Partial<Evidence> = {}): Evidence {
  return {
    key: 1,
    namespace: 'knowledge',
    audience: 'public',
    title: 'Handbook › Travel',
    text: 'Claim your **travel costs** within a month.',
    location: '/srv/secret-machine/travel.md',
    locator: {},
    createdAt: NOW,
    score: 1,
    probability: 0.9,
    legs: {},
    ...about,
  }
}
