import type { Interaction } from '../interaction.ts'
import { parseCommand, type Verb } from '../parse-command.ts'
import type { CommandPayload } from '../payloads.ts'
import { openSettings } from '../settings/open-settings.ts'
import { askPrivately } from './ask-privately.ts'
import { listSources } from './list-sources.ts'
import { offerForgetting } from './offer-forgetting.ts'
import { searchLibrary } from './search-library.ts'
import { helpBlocks } from './show-help.ts'

/** Does what was typed behind `/kiku`. Only the person who typed it sees what comes of it. */
export async function runCommand(payload: CommandPayload, interaction: Interaction): Promise<void> {
  const { words, voice, signal } = interaction
  const channel = payload.channel_id
  const name = payload.trigger_id
  const command = parseCommand(payload.text)
  switch (command.kind) {
    case 'ask':
      if (command.text === '') return await voice.say({ text: words.help.askUsage }, signal)
      return await askPrivately({ channel, name, text: command.text }, interaction)
    case 'search':
      if (command.text === '') return await voice.say({ text: words.help.searchUsage }, signal)
      return await searchLibrary({ channel, query: command.text }, interaction)
    case 'forget':
      return await offerForgetting(command.what, channel, interaction)
    case 'sources':
      return await listSources(channel, interaction)
    case 'settings':
      return await openSettings({ channel, trigger: payload.trigger_id }, interaction)
    case 'help':
      return await sayHelp(interaction)
    case 'unknown':
      return await sayHelp(interaction, command.nearest)
  }
}

/** Whether a form follows, which has to be opened within three seconds. */
export function opensForm({ text }: CommandPayload): boolean {
  return parseCommand(text).kind === 'settings'
}

async function sayHelp({ words, voice, signal }: Interaction, nearest?: Verb): Promise<void> {
  const hint = nearest === undefined ? undefined : words.help.didYouMean(nearest)
  await voice.say({ text: hint ?? words.help.heading, blocks: helpBlocks(words, hint) }, signal)
}
