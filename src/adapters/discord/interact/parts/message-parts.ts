import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  type APIComponentInMessageActionRow,
  type APIMessageTopLevelComponent,
  ButtonStyle,
  ComponentType,
} from 'discord.js'
import { cutText } from '../../../common/chat/characters.ts'
import { cleanLine } from '../../../common/chat/clean-text.ts'
import { escapeText } from '../../render/markdown/escape-text.ts'
import type { PlainBody } from '../../render/message-body.ts'
import { plainBody as bodyOf } from '../../render/plain-body.ts'

/** https://discord.com/developers/docs/components/reference#button */
const MOST_BUTTON = 80

/** Kiku's own words, with rows of buttons and menus below them. */
export function plainBody(content: string, ...components: readonly APIMessageTopLevelComponent[]): PlainBody {
  return bodyOf(content, components)
}

/** Foreign text on one line, shown as it is: no mention, no link, no mark. @param most characters before it is escaped */
export function escapeLine(text: string, most: number): string {
  return escapeText(cleanLine(text, most))
}

export interface ButtonParts {
  readonly id: string
  readonly label: string
  readonly style?: ButtonStyle.Secondary | ButtonStyle.Success | ButtonStyle.Danger
  readonly isDisabled?: boolean
}

export function button({
  id,
  label,
  style = ButtonStyle.Secondary,
  isDisabled = false,
}: ButtonParts): APIButtonComponentWithCustomId {
  const disabled = isDisabled ? { disabled: true } : {}
  return { type: ComponentType.Button, style, custom_id: id, label: cutText(label, MOST_BUTTON), ...disabled }
}

/** @param components at most five buttons, or one menu */
export function row(
  ...components: readonly APIComponentInMessageActionRow[]
): APIActionRowComponent<APIComponentInMessageActionRow> {
  return { type: ComponentType.ActionRow, components: [...components] }
}
