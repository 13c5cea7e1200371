import { ApplicationCommandType, InteractionContextType, InteractionType, MessageFlags } from 'discord.js'
import type { GatewayFacts } from '../directory/gateway-facts.ts'
import { DIRECT, timeOf } from '../discord-ids.ts'
import type { Arrival, InteractionBase, InteractionData, InteractionPlace, TargetMessage } from './arrival.ts'
import {
  clickSchema,
  commandSchema,
  interactionSchema,
  targetSchema,
  type WireCommand,
  type WireInteraction,
} from './interaction-schema.ts'
import { readFiles } from './read-files.ts'
import { readForm } from './read-form.ts'
import { readAnyText } from './read-message-text.ts'
import { findFocused, readOptions } from './read-options.ts'
import { readUser } from './read-user.ts'
import { ignored, type Reading } from './reading.ts'

/** https://discord.com/developers/docs/interactions/receiving-and-responding */
export function readInteraction(raw: unknown, reading: Reading, facts: GatewayFacts): Arrival {
  const interaction = interactionSchema.safeParse(raw).data
  if (interaction === undefined) return ignored('malformed')
  const base = readBase(interaction, facts)
  const data = readData(interaction, reading)
  if (base === undefined || data === undefined) return ignored('malformed')
  return 'reason' in data ? ignored(data.reason) : { kind: 'interaction', interaction: { ...base, ...data } }
}

type Data = InteractionData | { readonly reason: string } | undefined

function readBase(interaction: WireInteraction, facts: GatewayFacts): InteractionBase | undefined {
  const { id, token, member, locale } = interaction
  const user = member?.user ?? interaction.user
  const where = readPlace(interaction, facts)
  if (!user || where === undefined) return undefined
  return {
    ref: { id, token, at: timeOf(id) },
    user: readUser(user, member?.nick),
    locale: locale?.slice(0, 2).toLowerCase() === 'ja' ? 'ja' : 'en',
    where,
  }
}

function readPlace(interaction: WireInteraction, facts: GatewayFacts): InteractionPlace | undefined {
  const { guild_id: guild, channel_id: channel, context, member, user } = interaction
  const channelId = channel ?? interaction.channel?.id
  if (!channelId) return undefined
  const common = { channelId, permissions: member?.permissions ?? '0', roles: member?.roles ?? [] }
  // A server can have Kiku's commands, or somebody bring them along, without Kiku being there.
  if (guild) return { ...common, guild, context: facts.listGuilds().includes(guild) ? 'guild' : 'elsewhere' }
  const isKnown = user?.id !== undefined && facts.findRecipient(channelId) === user.id
  const isDirect = context === InteractionContextType.BotDM || isKnown
  return { ...common, guild: DIRECT, context: isDirect ? 'direct' : 'elsewhere' }
}

function readData(interaction: WireInteraction, reading: Reading): Data {
  switch (interaction.type) {
    case InteractionType.ApplicationCommand:
      return readCommand(interaction, reading)
    case InteractionType.ApplicationCommandAutocomplete:
      return readAutocomplete(interaction)
    case InteractionType.MessageComponent:
      return readClick(interaction)
    case InteractionType.ModalSubmit: {
      const form = readForm(interaction.data)
      const message = readSource(interaction)
      return form && { kind: 'form', ...form, ...(message === undefined ? {} : { message }) }
    }
    default:
      return { reason: 'interaction-type' }
  }
}

function readCommand(interaction: WireInteraction, reading: Reading): Data {
  const command = commandSchema.safeParse(interaction.data).data
  if (command === undefined) return undefined
  switch (command.type ?? ApplicationCommandType.ChatInput) {
    case ApplicationCommandType.ChatInput:
      return { kind: 'command', name: command.name, ...readOptions(command) }
    case ApplicationCommandType.Message: {
      const target = readTarget(command, interaction, reading)
      return target && { kind: 'message-command', name: command.name, target }
    }
    default:
      return { reason: 'command-type' }
  }
}

function readTarget(
  { target_id: id, resolved }: WireCommand,
  { guild_id, channel_id }: WireInteraction,
  reading: Reading,
): TargetMessage | undefined {
  const message = targetSchema.safeParse(id ? resolved?.messages?.[id] : undefined).data
  if (message === undefined) return undefined
  const { author, webhook_id: webhook, attachments } = message
  return {
    id: message.id,
    author: readUser(author),
    isBot: author.bot === true || Boolean(webhook),
    text: readAnyText({ ...message, guild_id, channel_id: channel_id ?? message.channel_id }, reading),
    files: readFiles(attachments),
  }
}

function readAutocomplete({ data }: WireInteraction): Data {
  const command = commandSchema.safeParse(data).data
  const focused = command && findFocused(command)
  return command && focused && { kind: 'autocomplete', name: command.name, ...focused }
}

function readClick(interaction: WireInteraction): Data {
  const click = clickSchema.safeParse(interaction.data).data
  const message = readSource(interaction)
  if (click === undefined || message === undefined) return undefined
  return { kind: 'click', customId: click.custom_id, values: click.values ?? [], message }
}

function readSource({ message }: WireInteraction): { readonly id: string; readonly isEphemeral: boolean } | undefined {
  if (!message) return undefined
  return { id: message.id, isEphemeral: ((message.flags ?? 0) & MessageFlags.Ephemeral) !== 0 }
}
