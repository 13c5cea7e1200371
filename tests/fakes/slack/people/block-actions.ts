import { listOf, objectOf, objectsOf, textOf, type WireObject } from '../wire.ts'

/** An element that somebody can use, with the block that it stands in. */
export interface FoundElement {
  readonly block: WireObject
  readonly element: WireObject
}

export type Entered = string | readonly string[]

/** What is used: `positive` and `negative` choose between feedback buttons. */
export interface Wanted {
  readonly actionId: string
  readonly value?: Entered
  readonly choice?: 'positive' | 'negative'
}

/** Elements of blocks, in the order that readers see them. */
export function elementsIn(blocks: readonly WireObject[]): readonly FoundElement[] {
  return blocks.flatMap((block) =>
    [...listOf(block.elements), block.accessory, block.element].flatMap((value) => {
      const element = objectOf(value)
      return textOf(element.action_id) === '' ? [] : [{ block, element }]
    }),
  )
}

/** Finds what somebody wants to use. @throws Error that names what there is instead */
export function findElement(blocks: readonly WireObject[], { actionId, value, choice }: Wanted): FoundElement {
  const all = elementsIn(blocks)
  const named = all.filter(({ element }) => element.action_id === actionId)
  const exact = named.find(({ element }) => value !== undefined && element.value === value)
  const isButton = named[0]?.element.type === 'button' || named[0]?.element.type === 'icon_button'
  const found = exact ?? (isButton && value !== undefined ? undefined : named[0])
  if (found !== undefined) return found
  const there = all.map(({ element }) => `${textOf(element.action_id)}=${textOf(element.value)}`).join(', ')
  throw new Error(
    `Nothing to use with action ${actionId} ${String(value ?? choice ?? '')}; there is: ${there || 'nothing'}.`,
  )
}

/** The action that the app is told of (https://docs.slack.dev/reference/interaction-payloads/block_actions-payload). */
export function actionOf({ block, element }: FoundElement, wanted: Wanted, ts: string): WireObject {
  const common = { type: element.type, action_id: element.action_id, block_id: block.block_id, action_ts: ts }
  if (element.type === 'button' || element.type === 'icon_button') {
    const { text, value, icon } = element
    return { ...common, text, ...(value === undefined ? {} : { value }), ...(icon === undefined ? {} : { icon }) }
  }
  if (element.type === 'feedback_buttons') {
    const buttons = [objectOf(element.positive_button), objectOf(element.negative_button)]
    const [positive, negative] = buttons
    const used =
      wanted.choice === undefined
        ? buttons.find(({ value }) => value === wanted.value)
        : wanted.choice === 'positive'
          ? positive
          : negative
    if (used === undefined) throw new Error(`No feedback button has the value ${String(wanted.value)}.`)
    return { ...common, value: used.value, text: used.text }
  }
  return { ...common, ...stateOf(element, wanted.value) }
}

/** What the inputs of blocks hold, by block and action. @param entered by action; what is not entered is as it began */
export function valuesOf(blocks: readonly WireObject[], entered: Readonly<Record<string, Entered>>): WireObject {
  const values: Record<string, Record<string, WireObject>> = {}
  for (const { block, element } of elementsIn(blocks)) {
    const isStateless = ['button', 'icon_button', 'feedback_buttons', 'overflow', 'workflow_button'].includes(
      textOf(element.type),
    )
    if (isStateless) continue
    const blockId = textOf(block.block_id)
    const action = textOf(element.action_id)
    const inBlock = values[blockId] ?? {}
    inBlock[action] = { type: element.type, ...stateOf(element, entered[action]) }
    values[blockId] = inBlock
  }
  return values
}

function stateOf(element: WireObject, entered: Entered | undefined): WireObject {
  const one = typeof entered === 'string' ? entered : entered?.[0]
  const several = typeof entered === 'string' ? [entered] : entered
  switch (element.type) {
    case 'static_select':
    case 'radio_buttons':
    case 'overflow':
    case 'external_select':
      return { selected_option: one === undefined ? (element.initial_option ?? null) : optionOf(element, one) }
    case 'checkboxes':
    case 'multi_static_select':
      return { selected_options: several?.map((value) => optionOf(element, value)) ?? listOf(element.initial_options) }
    case 'users_select':
      return { selected_user: one ?? element.initial_user ?? null }
    case 'conversations_select':
      return { selected_conversation: one ?? element.initial_conversation ?? null }
    case 'channels_select':
      return { selected_channel: one ?? element.initial_channel ?? null }
    case 'multi_conversations_select':
      return { selected_conversations: several ?? listOf(element.initial_conversations) }
    case 'multi_channels_select':
      return { selected_channels: several ?? listOf(element.initial_channels) }
    case 'datepicker':
      return { selected_date: one ?? element.initial_date ?? null }
    default:
      return { value: one ?? element.initial_value ?? null }
  }
}

function optionOf(element: WireObject, value: string): WireObject {
  const groups = objectsOf(element.option_groups).flatMap((group) => objectsOf(group.options))
  const option = [...objectsOf(element.options), ...groups].find((offered) => offered.value === value)
  if (option === undefined) throw new Error(`${textOf(element.action_id)} has no option ${value}.`)
  return option
}
