import { ButtonStyle, ComponentType as Type } from 'discord.js'
import type { Problems } from '../refusal.ts'
import { objectOf, objectsOf, textOf, type WireObject } from '../wire.ts'
import { componentsIn } from './message.ts'

const SELECTS: ReadonlySet<unknown> = new Set([
  Type.StringSelect,
  Type.UserSelect,
  Type.RoleSelect,
  Type.MentionableSelect,
  Type.ChannelSelect,
])
const TOP_V2: ReadonlySet<unknown> = new Set([
  Type.ActionRow,
  Type.Section,
  Type.TextDisplay,
  Type.MediaGallery,
  Type.File,
  Type.Separator,
  Type.Container,
])

interface About {
  readonly isV2: boolean
  /** Names of those that come along or are there already. */
  readonly files: readonly string[]
}

/** https://discord.com/developers/docs/components/reference */
export function checkComponents(components: readonly WireObject[], about: About, problems: Problems): void {
  const all = componentsIn(components)
  const top = about.isV2 ? TOP_V2 : new Set<unknown>([Type.ActionRow])
  if (!about.isV2 && components.length > 5)
    problems.add('components', 'BASE_TYPE_MAX_LENGTH', 'Must be 5 or fewer in length.')
  if (all.length > 40)
    problems.add('components', 'COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED', 'The total number of components exceeds 40')
  const characters = all.reduce((sum, one) => sum + (one.type === Type.TextDisplay ? textOf(one.content).length : 0), 0)
  if (characters > 4_000)
    problems.add('components', 'COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED', 'The displayable text exceeds 4000')
  for (const [at, component] of components.entries()) {
    const path = `components.${at}`
    if (top.has(component.type)) checkComponent(component, path, about, problems)
    else
      problems.add(
        `${path}.type`,
        'UNION_TYPE_CHOICES',
        `Value of field "type" must be one of (${[...top].join(', ')}).`,
      )
  }
  checkDuplicates(all, problems)
}

function checkDuplicates(all: readonly WireObject[], problems: Problems): void {
  const seen = new Set<string>()
  for (const id of all.map((component) => textOf(component.custom_id)).filter((text) => text !== '')) {
    if (seen.has(id))
      problems.add('components', 'COMPONENT_CUSTOM_ID_DUPLICATED', 'Component custom id cannot be duplicated')
    seen.add(id)
  }
}

function checkComponent(component: WireObject, path: string, about: About, problems: Problems): void {
  const inner = objectsOf(component.components)
  switch (component.type) {
    case Type.ActionRow:
      return void checkRow(inner, path, problems)
    case Type.Section: {
      countWithin(inner, 1, 3, `${path}.components`, problems)
      for (const [at, text] of inner.entries()) checkComponent(text, `${path}.components.${at}`, about, problems)
      const accessory = objectOf(component.accessory)
      if (accessory.type === Type.Button) return void checkButton(accessory, `${path}.accessory`, problems)
      if (accessory.type !== Type.Thumbnail)
        problems.add(`${path}.accessory`, 'BASE_TYPE_REQUIRED', 'This field is required')
      return
    }
    case Type.Container:
      countWithin(inner, 1, 40, `${path}.components`, problems)
      for (const [at, one] of inner.entries()) {
        const place = `${path}.components.${at}`
        if (one.type === Type.Container || !TOP_V2.has(one.type))
          problems.add(`${place}.type`, 'UNION_TYPE_CHOICES', 'A container cannot hold this')
        else checkComponent(one, place, about, problems)
      }
      return
    case Type.TextDisplay:
      if (textOf(component.content) === '')
        problems.add(`${path}.content`, 'BASE_TYPE_MIN_LENGTH', 'Must be between 1 and 4000 in length.')
      return
    case Type.MediaGallery:
      return void countWithin(objectsOf(component.items), 1, 10, `${path}.items`, problems)
    case Type.File:
      return void checkFile(textOf(objectOf(component.file).url), path, about, problems)
    default:
      return
  }
}

function checkFile(url: string, path: string, { files }: About, problems: Problems): void {
  const name = /^attachment:\/\/(.+)$/.exec(url)?.[1]
  if (name === undefined || !files.includes(name))
    problems.add(
      `${path}.file.url`,
      'UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND',
      'The referenced attachment was not found',
    )
}

function checkRow(inner: readonly WireObject[], path: string, problems: Problems): void {
  countWithin(inner, 1, 5, `${path}.components`, problems)
  const hasSelect = inner.some(({ type }) => SELECTS.has(type))
  if (hasSelect && inner.length > 1)
    problems.add(path, 'COMPONENT_LAYOUT_WIDTH_EXCEEDED', 'A select takes the whole of a row')
  for (const [at, one] of inner.entries()) {
    const place = `${path}.components.${at}`
    if (one.type === Type.Button) checkButton(one, place, problems)
    else if (SELECTS.has(one.type)) checkSelect(one, place, problems)
    else problems.add(`${place}.type`, 'UNION_TYPE_CHOICES', 'A row of a message cannot hold this')
  }
}

function checkButton(button: WireObject, path: string, problems: Problems): void {
  problems.tooLong(`${path}.label`, button.label, 80)
  if (button.style === ButtonStyle.Link) {
    problems.tooLong(`${path}.url`, button.url, 512)
    if (!/^(?:https?|discord):\/\//.test(textOf(button.url)))
      problems.add(`${path}.url`, 'BASE_TYPE_REQUIRED', 'This field is required')
    if (button.custom_id !== undefined)
      problems.add(`${path}.custom_id`, 'BUTTON_COMPONENT_CUSTOM_ID_URL_EXCLUSIVE', 'A link has no custom id')
  } else checkCustomId(button, path, problems)
  const isKnown = typeof button.style === 'number' && button.style >= 1 && button.style <= 6
  if (!isKnown) problems.add(`${path}.style`, 'BASE_TYPE_CHOICES', 'Value must be one of {1, 2, 3, 4, 5, 6}.')
  if (textOf(button.label) === '' && button.emoji === undefined)
    problems.add(path, 'BUTTON_COMPONENT_INVALID_EMOJI_OR_LABEL', 'A button needs a label or an emoji')
}

/** Shared with forms, which hold selects, too. */
export function checkSelect(select: WireObject, path: string, problems: Problems): void {
  checkCustomId(select, path, problems)
  problems.tooLong(`${path}.placeholder`, select.placeholder, 150)
  if (select.type !== Type.StringSelect) return
  const options = objectsOf(select.options)
  countWithin(options, 1, 25, `${path}.options`, problems)
  const values = options.map(({ value }) => textOf(value))
  if (new Set(values).size < values.length)
    problems.add(
      `${path}.options`,
      'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED',
      'The specified option value is already used',
    )
  const most = typeof select.max_values === 'number' ? select.max_values : 1
  if (most > options.length) problems.add(`${path}.max_values`, 'NUMBER_TYPE_MAX', 'More values than options')
  for (const [at, option] of options.entries())
    for (const name of ['label', 'value', 'description']) {
      problems.tooLong(`${path}.options.${at}.${name}`, option[name], 100)
      if (name !== 'description' && textOf(option[name]) === '')
        problems.add(`${path}.options.${at}.${name}`, 'BASE_TYPE_REQUIRED', 'This field is required')
    }
}

export function checkCustomId(component: WireObject, path: string, problems: Problems): void {
  const id = textOf(component.custom_id)
  if (id === '') problems.add(`${path}.custom_id`, 'COMPONENT_CUSTOM_ID_REQUIRED', 'A custom id is required')
  problems.tooLong(`${path}.custom_id`, id, 100)
}

function countWithin(items: readonly unknown[], least: number, most: number, path: string, problems: Problems): void {
  if (items.length < least || items.length > most)
    problems.add(path, 'BASE_TYPE_BAD_LENGTH', `Must be between ${least} and ${most} in length.`)
}
