import type { FormData, Interaction } from '../interaction.ts'
import { plainBody } from '../parts/message-parts.ts'
import { mayManageServer } from '../people.ts'
import { parseConfigId } from './config-id.ts'
import { configPanel } from './config-panel.ts'
import { readDays } from './days-form.ts'
import { findConfigured, readConfig } from './read-config.ts'

/** Begins to read the past of a channel, for as many days as a form says, and shows how far that is. */
export async function readPast(rest: string, form: FormData, interaction: Interaction): Promise<void> {
  const { desk, where, words, respond, signal } = interaction
  const choice = parseConfigId(rest)
  if (choice?.control !== 'days') return await respond.say(plainBody(words.stale.form), signal)
  if (where.context !== 'guild' || !mayManageServer(where)) {
    return await respond.say(plainBody(words.config.notAllowed), signal)
  }
  const days = readDays(form)
  if (days === undefined) return await respond.say(plainBody(words.config.daysError), signal)
  // The panel that opened the form shows what came of it.
  await (form.message === undefined ? respond.defer('ephemeral', signal) : respond.deferUpdate(signal))
  const channel = await findConfigured(choice.channel, interaction)
  if (channel === undefined) return await respond.say(plainBody(words.config.unknownChannel), signal)
  const { remember } = await desk.switches.readChannel(where.guild, channel.id)
  if (!remember) return await respond.say(plainBody(words.config.daysNeedRemembering), signal)
  await desk.backfill.start({ guild: where.guild, channel: channel.id }, days)
  desk.telemetry.info('discord-backfill-asked-for', { channel: channel.id, days })
  await respond.update(configPanel(await readConfig(channel, interaction), words), signal)
}
