import { COMMANDS } from '../commands/definitions.ts'
import type { Interaction, MessageCommandData } from '../interaction.ts'
import { plainBody } from '../parts/message-parts.ts'
import { openAskAbout } from './ask-about-message.ts'
import { summariseFromHere } from './summarise-from-here.ts'

/** Does what was chosen from the menu of a message. */
export async function runMessageCommand(command: MessageCommandData, interaction: Interaction): Promise<void> {
  switch (command.name) {
    case COMMANDS.askAbout:
      return await openAskAbout(command.target, interaction)
    case COMMANDS.summarise:
      return await summariseFromHere(command.target, interaction)
    default:
      return await interaction.respond.say(plainBody(interaction.words.stale.command), interaction.signal)
  }
}
