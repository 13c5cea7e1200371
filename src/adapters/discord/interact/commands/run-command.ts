import { openConfig } from '../config/open-config.ts'
import type { CommandData, Interaction } from '../interaction.ts'
import { plainBody } from '../parts/message-parts.ts'
import { askKiku } from './ask-kiku.ts'
import { COMMANDS, CONFIG } from './definitions.ts'
import { judgeAnswer } from './judge-answer.ts'
import { listSources } from './list-sources.ts'
import { offerForgetting } from './offer-forgetting.ts'
import { searchLibrary } from './search-library.ts'

/** Does what was typed behind a slash. */
export async function runCommand(command: CommandData, interaction: Interaction): Promise<void> {
  const { words, respond, signal } = interaction
  switch (command.name) {
    case COMMANDS.ask:
      return await askKiku(command, interaction)
    case COMMANDS.search:
      return await searchLibrary(command, interaction)
    case COMMANDS.sources:
      return await listSources(command, interaction)
    case COMMANDS.forget:
      return await offerForgetting(command, interaction)
    case COMMANDS.feedback:
      return await judgeAnswer(command, interaction)
    case COMMANDS.help:
      return await respond.say(plainBody(helpText(interaction)), signal)
    case COMMANDS.kiku:
      if (command.subcommand === CONFIG) return await openConfig(command, interaction)
  }
  // Discord shows commands of an earlier version for a while.
  await respond.say(plainBody(words.stale.command), signal)
}

function helpText({ words: { help } }: Interaction): string {
  return [`### ${help.heading}`, ...help.lines.map((line) => `- ${line}`)].join('\n')
}
