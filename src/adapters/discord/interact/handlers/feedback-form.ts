import { type APIModalInteractionResponseCallbackData, ComponentType, TextInputStyle } from 'discord.js'
import type { FeedbackReason } from '../../../common/chat/desk-words.ts'
import type { DiscordWords } from '../../words/discord-words.ts'
import { ACTIONS, customId } from '../action-ids.ts'
import { choicesOf, type FormData, fieldOf } from '../interaction.ts'
import { labelled, textField } from '../parts/form-parts.ts'

const FIELDS = { reasons: 'reasons', text: 'text' } as const
const REASONS = ['wrong', 'outdated', 'missing', 'source', 'other'] as const satisfies readonly FeedbackReason[]
const MOST_CHARACTERS = 1_000

/** Asks what was wrong with an answer. */
export function feedbackForm(turnId: string, { feedback }: DiscordWords): APIModalInteractionResponseCallbackData {
  const reasons = {
    type: ComponentType.StringSelect as const,
    custom_id: FIELDS.reasons,
    required: false,
    min_values: 0,
    max_values: REASONS.length,
    options: REASONS.map((value) => ({ label: feedback.reasons[value], value })),
  }
  const text = textField({
    id: FIELDS.text,
    style: TextInputStyle.Paragraph,
    placeholder: feedback.placeholder,
    most: MOST_CHARACTERS,
    isRequired: false,
  })
  return {
    custom_id: customId(ACTIONS.reason, turnId),
    title: feedback.title,
    components: [labelled(feedback.label, reasons), labelled(feedback.text, text)],
  }
}

/** What was entered, as one text: the reasons' names, then the person's own words. Empty where nothing was. */
export function readFeedbackForm(form: FormData): string {
  const chosen = choicesOf(form, FIELDS.reasons)
  const reasons = REASONS.filter((reason) => chosen.includes(reason)).join(', ')
  const text = fieldOf(form, FIELDS.text).slice(0, MOST_CHARACTERS)
  return [reasons, text].filter((part) => part !== '').join(': ')
}
