import { listOf, objectOf, objectsOf, textOf, type WireObject } from './wire.ts'

/** Says what is wrong with a part of a block. @param at where it stands, as a JSON pointer */
export type Report = (problem: string, at: string) => void

const INTERACTIVE = new Set([
  'button',
  'checkboxes',
  'datepicker',
  'datetimepicker',
  'multi_static_select',
  'multi_users_select',
  'multi_conversations_select',
  'multi_channels_select',
  'multi_external_select',
  'overflow',
  'radio_buttons',
  'static_select',
  'users_select',
  'conversations_select',
  'channels_select',
  'external_select',
  'timepicker',
  'workflow_button',
  'rich_text_input',
])
const INPUTS = new Set([
  'checkboxes',
  'datepicker',
  'datetimepicker',
  'email_text_input',
  'file_input',
  'multi_static_select',
  'multi_users_select',
  'multi_conversations_select',
  'multi_channels_select',
  'multi_external_select',
  'number_input',
  'plain_text_input',
  'radio_buttons',
  'rich_text_input',
  'static_select',
  'users_select',
  'conversations_select',
  'channels_select',
  'external_select',
  'timepicker',
  'url_text_input',
])

const PLACES: Readonly<Record<'actions' | 'accessory' | 'input' | 'context' | 'context_actions', ReadonlySet<string>>> =
  {
    actions: INTERACTIVE,
    accessory: new Set([...INTERACTIVE, 'image']),
    input: INPUTS,
    context: new Set(['image', 'mrkdwn', 'plain_text']),
    context_actions: new Set(['feedback_buttons', 'icon_button']),
  }

/** Checks an element for the place that it stands in (https://docs.slack.dev/reference/block-kit/block-elements). */
export function checkElement(value: unknown, place: keyof typeof PLACES, at: string, report: Report): void {
  const element = objectOf(value)
  const type = textOf(element.type)
  if (!PLACES[place].has(type)) {
    report(`unsupported type: ${type}`, `${at}/type`)
    return
  }
  if (textOf(element.action_id).length > 255) report('must be less than 256 characters', `${at}/action_id`)
  switch (type) {
    case 'mrkdwn':
    case 'plain_text':
      checkText(element, { at, report, most: 2000 })
      return
    case 'image':
      checkImage(element, at, report)
      return
    case 'button':
      checkText(element.text, { at: `${at}/text`, report, most: 75, plain: true })
      checkValue(element.value, 2000, `${at}/value`, report)
      if (textOf(element.url).length > 3000) report('must be less than 3001 characters', `${at}/url`)
      if (element.style !== undefined && element.style !== 'primary' && element.style !== 'danger') {
        report('must be a valid enum value', `${at}/style`)
      }
      checkConfirm(element.confirm, `${at}/confirm`, report)
      return
    case 'icon_button':
      if (textOf(element.icon) === '') report('missing required field: icon', at)
      checkValue(element.value, 2000, `${at}/value`, report)
      checkText(element.text, { at: `${at}/text`, report, most: 75, plain: true })
      return
    case 'feedback_buttons':
      for (const name of ['positive_button', 'negative_button']) {
        const button = objectOf(element[name])
        checkText(button.text, { at: `${at}/${name}/text`, report, most: 75, plain: true })
        if (textOf(button.value) === '') report('missing required field: value', `${at}/${name}`)
        checkValue(button.value, 2000, `${at}/${name}/value`, report)
      }
      return
    case 'overflow':
      checkOptions(element, { at, report, most: 5, least: 1 })
      return
    case 'checkboxes':
    case 'radio_buttons':
      checkOptions(element, { at, report, most: 10, least: 1 })
      return
    case 'static_select':
    case 'multi_static_select':
      if (element.option_groups !== undefined) return
      checkOptions(element, { at, report, most: 100, least: 1 })
      return
    case 'plain_text_input':
      if (textOf(element.initial_value).length > 3000)
        report('must be less than 3001 characters', `${at}/initial_value`)
      return
    default:
      return
  }
}

interface TextRule {
  readonly at: string
  readonly report: Report
  /** Characters. */
  readonly most: number
  /** Whether it must be plain text. */
  readonly plain?: boolean
}

/** Checks a text object (https://docs.slack.dev/reference/block-kit/composition-objects/text-object). */
export function checkText(value: unknown, { at, report, most, plain = false }: TextRule): void {
  const text = objectOf(value)
  if (text.type !== 'plain_text' && (plain || text.type !== 'mrkdwn')) {
    report(plain ? 'must be a plain_text object' : 'must be a text object', `${at}/type`)
    return
  }
  if (typeof text.text !== 'string') {
    report('missing required field: text', at)
    return
  }
  if (text.text.length === 0) report('must be more than 0 characters', `${at}/text`)
  if (text.text.length > most) report(`must be less than ${most + 1} characters`, `${at}/text`)
  if (text.type === 'mrkdwn' && text.emoji !== undefined) report('invalid additional property: emoji', at)
}

export function checkImage(image: WireObject, at: string, report: Report): void {
  if (textOf(image.alt_text) === '') report('missing required field: alt_text', at)
  if (textOf(image.image_url) === '' && image.slack_file === undefined) report('missing required field: image_url', at)
}

function checkValue(value: unknown, most: number, at: string, report: Report): void {
  if (value === undefined) return
  if (typeof value !== 'string') {
    report('must be a string', at)
    return
  }
  if (value.length > most) report(`must be less than ${most + 1} characters`, at)
}

function checkOptions(element: WireObject, rule: TextRule & { readonly least: number }): void {
  const options = listOf(element.options)
  const { at, report, most, least } = rule
  if (options.length < least) report(`no fewer than ${least} items allowed`, `${at}/options`)
  if (options.length > most) report(`no more than ${most} items allowed`, `${at}/options`)
  const values = new Set<string>()
  for (const [index, option] of options.entries()) {
    const { text, value } = objectOf(option)
    checkText(text, { at: `${at}/options/${index}/text`, report, most: 75 })
    checkValue(value, 150, `${at}/options/${index}/value`, report)
    if (values.has(textOf(value))) report('duplicate option value', `${at}/options/${index}/value`)
    values.add(textOf(value))
  }
  for (const initial of [element.initial_option, ...objectsOf(element.initial_options)]) {
    if (initial === undefined) continue
    const isOffered = options.some((option) => JSON.stringify(option) === JSON.stringify(initial))
    if (!isOffered) report('initial option is not one of the options', `${at}/initial_option`)
  }
}

function checkConfirm(value: unknown, at: string, report: Report): void {
  if (value === undefined) return
  const confirm = objectOf(value)
  checkText(confirm.title, { at: `${at}/title`, report, most: 100, plain: true })
  checkText(confirm.text, { at: `${at}/text`, report, most: 300 })
  checkText(confirm.confirm, { at: `${at}/confirm`, report, most: 30, plain: true })
  checkText(confirm.deny, { at: `${at}/deny`, report, most: 30, plain: true })
}
