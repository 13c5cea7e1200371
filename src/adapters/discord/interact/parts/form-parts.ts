import {
  type APIComponentInLabel,
  type APILabelComponent,
  type APITextInputComponent,
  ComponentType,
  type TextInputStyle,
} from 'discord.js'
import { cutText } from '../../../common/chat/characters.ts'

// Pieces of forms (https://discord.com/developers/docs/components/reference#label) with their limits kept.

const MOST_LABEL = 45
const MOST_DESCRIPTION = 100
const MOST_PLACEHOLDER = 100

export function labelled(label: string, component: APIComponentInLabel, description?: string): APILabelComponent {
  const described = description === undefined ? {} : { description: cutText(description, MOST_DESCRIPTION) }
  return { type: ComponentType.Label, label: cutText(label, MOST_LABEL), ...described, component }
}

export interface TextFieldParts {
  readonly id: string
  readonly style: TextInputStyle
  readonly placeholder?: string
  /** Characters; at most 4,000. */
  readonly most: number
  readonly isRequired: boolean
}

export function textField({ id, style, placeholder, most, isRequired }: TextFieldParts): APITextInputComponent {
  return {
    type: ComponentType.TextInput,
    custom_id: id,
    style,
    required: isRequired,
    max_length: most,
    ...(placeholder === undefined ? {} : { placeholder: cutText(placeholder, MOST_PLACEHOLDER) }),
  }
}
