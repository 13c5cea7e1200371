import { type CommandData, type Interaction, optionOf } from '../interaction.ts'
import { plainBody } from '../parts/message-parts.ts'
import { mayManageServer } from '../people.ts'
import { configPanel } from './config-panel.ts'
import { findConfigured, readConfig } from './read-config.ts'

/** Opens the panel with the switches of a server and a channel. */
export async function openConfig(command: CommandData, interaction: Interaction): Promise<void> {
  const { where, words, respond, signal } = interaction
  if (where.context !== 'guild') return await respond.say(plainBody(words.config.notHere), signal)
  // Servers can let other members use the command; what it changes stays with those who manage the server.
  if (!mayManageServer(where)) return await respond.say(plainBody(words.config.notAllowed), signal)
  await respond.defer('ephemeral', signal)
  const channel = await findConfigured(optionOf(command, 'channel') || where.channelId, interaction)
  if (channel === undefined) return await respond.say(plainBody(words.config.unknownChannel), signal)
  await respond.say(configPanel(await readConfig(channel, interaction), words), signal)
}
