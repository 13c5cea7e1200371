import { type APIModalInteractionResponseCallbackData, TextInputStyle } from 'discord.js'
import type { DiscordWords } from '../../words/discord-words.ts'
import { type FormData, fieldOf } from '../interaction.ts'
import { labelled, textField } from '../parts/form-parts.ts'
import { configId } from './config-id.ts'

const FIELD = 'days'
const MOST_DAYS = 365

/** Asks how much of a channel's past is to be read. */
export function daysForm(channel: string, { config }: DiscordWords): APIModalInteractionResponseCallbackData {
  const field = textField({ id: FIELD, style: TextInputStyle.Short, placeholder: '30', most: 10, isRequired: true })
  return {
    custom_id: configId('days', channel),
    title: config.daysTitle,
    components: [labelled(config.days, field, config.daysHint)],
  }
}

/** @returns 1 to 365, full-width digits included; undefined for anything else */
export function readDays(form: FormData): number | undefined {
  const entered = fieldOf(form, FIELD).normalize('NFKC')
  const days = /^\d{1,3}$/.test(entered) ? Number(entered) : 0
  return days >= 1 && days <= MOST_DAYS ? days : undefined
}
