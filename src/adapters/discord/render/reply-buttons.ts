import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  type APIComponentInMessageActionRow,
  ButtonStyle,
  ComponentType,
} from 'discord.js'
import type { Answer } from '../../../domain/answer.ts'
import { cutText } from '../../common/chat/characters.ts'
import { isAnsweredDirectly } from '../../common/chat/describe-answer.ts'
import { chatWords } from '../../common/chat/words.ts'
import { ACTIONS, customId } from '../interact/action-ids.ts'

// https://discord.com/developers/docs/components/reference#button and #action-row
const MOST_LABEL = 80
const MOST_ID = 100
const MOST_BUTTONS = 5

type Row = APIActionRowComponent<APIComponentInMessageActionRow>
export type Button = APIButtonComponentWithCustomId

export interface ButtonParts {
  readonly id: string
  readonly label?: string
  readonly emoji?: string
  readonly style?: ButtonStyle.Primary | ButtonStyle.Secondary | ButtonStyle.Danger
  readonly isDisabled?: boolean
}

/** What can be done about an answer, and what the reader thinks of it. @param first what it itself calls for */
export function answerButtons(
  { citations }: Pick<Answer, 'citations'>,
  first: readonly Button[],
  turnId: string,
  locale: 'en' | 'ja',
): Row[] {
  const words = chatWords(locale)
  const button = (action: string, label: string) => createButton({ id: customId(action, turnId), label })
  const thumb = (action: string, emoji: string) => createButton({ id: customId(action, turnId), emoji })
  const main = [
    ...(citations.length === 0 ? [] : [button(ACTIONS.sources, words.sources)]),
    ...first,
    button(ACTIONS.why, words.why),
    button(ACTIONS.tryAgain, words.tryAgain),
  ]
  const thumbs = [thumb(ACTIONS.helpful, '👍'), thumb(ACTIONS.notHelpful, '👎')]
  return main.length + thumbs.length <= MOST_BUTTONS
    ? buttonRows([...main, ...thumbs])
    : [...buttonRows(main), ...buttonRows(thumbs)]
}

/** A search, where it may do better. */
export function searchButtons({ decision, kind }: Answer, turnId: string, locale: 'en' | 'ja'): Button[] {
  const words = chatWords(locale)
  const label = kind === 'abstained' ? words.searchAnyway : words.search
  const canSearch = kind === 'abstained' || isAnsweredDirectly(decision)
  return canSearch ? [createButton({ id: customId(ACTIONS.searchAnyway, turnId), label })] : []
}

export function stopButton(turnId: string, locale: 'en' | 'ja'): Row[] {
  return buttonRows([createButton({ id: customId(ACTIONS.stop, turnId), label: chatWords(locale).stop })])
}

export function tryAgainButton(turnId: string, locale: 'en' | 'ja'): Row[] {
  return buttonRows([createButton({ id: customId(ACTIONS.tryAgain, turnId), label: chatWords(locale).tryAgain })])
}

export function createButton({
  id,
  label,
  emoji,
  style = ButtonStyle.Secondary,
  isDisabled = false,
}: ButtonParts): Button {
  return {
    type: ComponentType.Button,
    style,
    custom_id: id,
    ...(label === undefined ? {} : { label: cutText(label, MOST_LABEL) }),
    ...(emoji === undefined ? {} : { emoji: { name: emoji } }),
    ...(isDisabled ? { disabled: true } : {}),
  }
}

/** One row of buttons; none without any. A button whose id Discord would refuse costs itself, not the message. */
export function buttonRows(buttons: readonly Button[]): Row[] {
  const accepted = buttons.filter((button) => button.custom_id.length <= MOST_ID).slice(0, MOST_BUTTONS)
  return accepted.length === 0 ? [] : [{ type: ComponentType.ActionRow, components: accepted }]
}
