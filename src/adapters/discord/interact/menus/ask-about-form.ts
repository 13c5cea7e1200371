import { type APIModalInteractionResponseCallbackData, ComponentType, TextInputStyle } from 'discord.js'
import type { TargetMessage } from '../../receive/arrival.ts'
import type { DiscordWords } from '../../words/discord-words.ts'
import { ACTIONS, customId } from '../action-ids.ts'
import { type FormData, fieldOf } from '../interaction.ts'
import { labelled, textField } from '../parts/form-parts.ts'

const FIELD = 'question'
const MOST_CHARACTERS = 4_000

/** Asks what a person wants to know about a message. @param key under which the message is found again */
export function askAboutForm(
  key: string,
  target: TargetMessage,
  { menus }: DiscordWords,
): APIModalInteractionResponseCallbackData {
  const style = TextInputStyle.Paragraph
  const field = textField({
    id: FIELD,
    style,
    placeholder: menus.askPlaceholder,
    most: MOST_CHARACTERS,
    isRequired: true,
  })
  const hint = { type: ComponentType.TextDisplay as const, content: `-# ${menus.filesNotRead}` }
  return {
    custom_id: customId(ACTIONS.askAbout, key),
    title: menus.askTitle,
    components: [labelled(menus.askLabel, field), ...(target.files.length === 0 ? [] : [hint])],
  }
}

/** @returns empty when it says nothing */
export function readQuestion(form: FormData): string {
  const question = fieldOf(form, FIELD).slice(0, MOST_CHARACTERS)
  return /[\p{L}\p{N}\p{S}\p{P}]/u.test(question) ? question : ''
}
