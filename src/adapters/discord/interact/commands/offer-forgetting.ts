import { ButtonStyle } from 'discord.js'
import { threadIdOf } from '../../discord-ids.ts'
import type { MessageBody } from '../../render/message-body.ts'
import type { DiscordWords } from '../../words/discord-words.ts'
import { ACTIONS, customId } from '../action-ids.ts'
import { type CommandData, type Interaction, optionOf } from '../interaction.ts'
import { button, plainBody, row } from '../parts/message-parts.ts'
import { mayManageChannel } from '../people.ts'
import { channelHere, readingChannelHere } from '../place-here.ts'
import { offerConversations } from './offer-conversations.ts'

/** What is clicked to change one's mind. */
export const KEEP = 'keep'

/** Says exactly what would go, with a button that makes it so. */
export async function offerForgetting(command: CommandData, interaction: Interaction): Promise<void> {
  const { where, words, respond, signal } = interaction
  const { forget } = words
  switch (optionOf(command, 'what')) {
    case 'me':
      return await respond.say(confirmation({ text: forget.me, what: 'me', label: forget.forgetMe }, words), signal)
    case 'conversation':
      await respond.defer('ephemeral', signal)
      return await respond.say(await offerConversation(interaction), signal)
    case 'channel':
      if (where.context !== 'direct' && !mayManageChannel(where)) {
        return await respond.say(plainBody(forget.notAllowed), signal)
      }
      await respond.defer('ephemeral', signal)
      return await respond.say(await offerChannel(interaction), signal)
    default:
      return await respond.say(plainBody(forget.usage), signal)
  }
}

export interface ForgetOffer {
  readonly text: string
  /** What the button carries: `me`, `thread:<thread id>` or `channel:<channel>`. */
  readonly what: string
  readonly label: string
}

export function confirmation({ text, what, label }: ForgetOffer, { forget }: DiscordWords): MessageBody {
  return plainBody(
    text,
    row(
      button({ id: customId(ACTIONS.forget, what), label, style: ButtonStyle.Danger }),
      button({ id: customId(ACTIONS.forget, KEEP), label: forget.keep }),
    ),
  )
}

/** Asks once more before a conversation goes. */
export function confirmConversation(threadId: string, words: DiscordWords): MessageBody {
  const { conversation: text, forgetConversation: label } = words.forget
  return confirmation({ text, what: `thread:${threadId}`, label }, words)
}

async function offerChannel(interaction: Interaction): Promise<MessageBody> {
  const { where, words } = interaction
  const channel = await readingChannelHere(interaction)
  const { forget } = words
  const texts = { direct: () => forget.direct, guild: forget.channel, elsewhere: forget.channelElsewhere }
  const text = texts[where.context](`<#${channel}>`)
  return confirmation({ text, what: `channel:${channel}`, label: forget.forgetChannel }, words)
}

/** A thread is one conversation; elsewhere there are many, and the person picks one. */
async function offerConversation(interaction: Interaction): Promise<MessageBody> {
  const { where, words } = interaction
  const channel = await channelHere(interaction)
  const reading = await readingChannelHere(interaction)
  if (channel?.kind === 'public-thread' || channel?.kind === 'private-thread') {
    return confirmConversation(threadIdOf({ guild: where.guild, channel: reading, root: channel.id }), words)
  }
  return await offerConversations(reading, interaction)
}
