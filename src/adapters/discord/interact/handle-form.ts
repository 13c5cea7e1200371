import { ACTIONS, parseCustomId } from './action-ids.ts'
import { readPast } from './config/read-past.ts'
import { giveReason } from './handlers/give-feedback.ts'
import type { FormData, Interaction } from './interaction.ts'
import { askAboutTarget } from './menus/ask-about-message.ts'
import { plainBody } from './parts/message-parts.ts'

/** A form that somebody filled in. */
export async function handleForm(form: FormData, interaction: Interaction): Promise<void> {
  const { action, rest } = parseCustomId(form.customId)
  switch (action) {
    case ACTIONS.reason:
      return await giveReason(rest, form, interaction)
    case ACTIONS.askAbout:
      return await askAboutTarget(rest, form, interaction)
    case ACTIONS.config:
      return await readPast(rest, form, interaction)
    default:
      return await interaction.respond.say(plainBody(interaction.words.stale.form), interaction.signal)
  }
}
