import { checkElement, checkImage, checkText, type Report } from './check-elements.ts'
import { isObject, listOf, objectOf, objectsOf, SlackRefusal, textOf, type WireObject } from './wire.ts'

export interface BlockRules {
  /** Blocks in one message or view. */
  readonly most: number
  readonly surface: 'message' | 'modal' | 'home'
  /** Characters of all `markdown` blocks of one message together. */
  readonly markdownCharacters: number
}

export const MESSAGE_BLOCKS: BlockRules = { most: 50, surface: 'message', markdownCharacters: 12_000 }

const RICH_TEXT = new Set(['rich_text_section', 'rich_text_list', 'rich_text_quote', 'rich_text_preformatted'])

/**
 * Checks blocks as Slack does (https://docs.slack.dev/reference/block-kit/blocks) and gives those their ids that have none.
 * @throws SlackRefusal `invalid_blocks` (in views `invalid_arguments`), `msg_blocks_too_long`
 */
export function acceptBlocks(value: unknown, rules: BlockRules = MESSAGE_BLOCKS): readonly WireObject[] {
  const problems: string[] = []
  const report: Report = (problem, at) => problems.push(`${problem} [json-pointer:${at}]`)
  const error = rules.surface === 'message' ? 'invalid_blocks' : 'invalid_arguments'
  if (!Array.isArray(value)) throw new SlackRefusal(error, ['must provide an array [json-pointer:/blocks]'])
  if (value.length > rules.most) report(`no more than ${rules.most} items allowed`, '/blocks')

  const blockIds = new Set<string>()
  for (const [index, block] of value.entries()) {
    const at = `/blocks/${index}`
    if (!isObject(block)) report('must be an object', at)
    else {
      checkBlock(block, rules, at, report)
      checkActionIds(block, at, report)
      const id = textOf(block.block_id)
      if (id.length > 255) report('must be less than 256 characters', `${at}/block_id`)
      if (id !== '' && blockIds.has(id)) report(`block_id ${id} already exists`, `${at}/block_id`)
      blockIds.add(id)
    }
  }
  if (problems.length > 0) throw new SlackRefusal(error, problems)

  const blocks = objectsOf(value)
  const markdown = blocks.reduce((sum, block) => sum + (block.type === 'markdown' ? textOf(block.text).length : 0), 0)
  if (markdown > rules.markdownCharacters) throw new SlackRefusal('msg_blocks_too_long')
  return blocks.map((block, index) => ({ ...block, block_id: textOf(block.block_id) || nameBlock(index) }))
}

let named = 0

function nameBlock(index: number): string {
  named += 1
  return `b${named.toString(36)}/${index}`
}

function checkBlock(block: WireObject, { surface }: BlockRules, at: string, report: Report): void {
  switch (block.type) {
    case 'divider':
      return
    case 'header':
      checkText(block.text, { at: `${at}/text`, report, most: 150, plain: true })
      return
    case 'section':
      checkSection(block, at, report)
      return
    case 'markdown':
      if (surface !== 'message') {
        report('unsupported type: markdown', `${at}/type`)
        return
      }
      checkMarkdown(block, at, report)
      return
    case 'actions':
      checkElements(block, { place: 'actions', most: 25, at, report })
      return
    case 'context':
      checkElements(block, { place: 'context', most: 10, at, report })
      return
    case 'context_actions':
      if (surface !== 'message') {
        report('unsupported type: context_actions', `${at}/type`)
        return
      }
      checkElements(block, { place: 'context_actions', most: 5, at, report })
      return
    case 'image':
      checkImage(block, at, report)
      return
    case 'input':
      checkText(block.label, { at: `${at}/label`, report, most: 2000, plain: true })
      if (block.hint !== undefined) checkText(block.hint, { at: `${at}/hint`, report, most: 2000, plain: true })
      checkElement(block.element, 'input', `${at}/element`, report)
      return
    case 'rich_text':
      checkRichText(block, at, report)
      return
    case 'table':
      checkTable(block, at, report)
      return
    case 'task_card':
      if (textOf(block.task_id) === '' || textOf(block.title) === '') report('missing required field', at)
      return
    case 'plan':
      if (textOf(block.title) === '') report('missing required field: title', at)
      return
    case 'alert':
      checkText(block.text, { at: `${at}/text`, report, most: 3000 })
      return
    case 'container':
    case 'card':
    case 'carousel':
    case 'data_table':
    case 'file':
    case 'video':
      return
    default:
      report(`unsupported type: ${textOf(block.type)}`, `${at}/type`)
  }
}

function checkSection(block: WireObject, at: string, report: Report): void {
  const fields = listOf(block.fields)
  if (block.text === undefined && fields.length === 0) report('missing required field: text', at)
  if (block.text !== undefined) checkText(block.text, { at: `${at}/text`, report, most: 3000 })
  if (fields.length > 10) report('no more than 10 items allowed', `${at}/fields`)
  for (const [index, field] of fields.entries()) checkText(field, { at: `${at}/fields/${index}`, report, most: 2000 })
  if (block.accessory !== undefined) checkElement(block.accessory, 'accessory', `${at}/accessory`, report)
}

function checkMarkdown({ text }: WireObject, at: string, report: Report): void {
  if (typeof text !== 'string' || text.trim() === '') report('must be more than 0 characters', `${at}/text`)
  else if (text.length > 12_000) report('must be less than 12001 characters', `${at}/text`)
}

interface ElementRule {
  readonly place: 'actions' | 'context' | 'context_actions'
  readonly most: number
  readonly at: string
  readonly report: Report
}

function checkElements(block: WireObject, { place, most, at, report }: ElementRule): void {
  const elements = listOf(block.elements)
  if (elements.length === 0) report('no fewer than 1 items allowed', `${at}/elements`)
  if (elements.length > most) report(`no more than ${most} items allowed`, `${at}/elements`)
  for (const [index, element] of elements.entries()) checkElement(element, place, `${at}/elements/${index}`, report)
}

/** Two elements of one block must not share an action. */
function checkActionIds(block: WireObject, at: string, report: Report): void {
  const seen = new Set<string>()
  for (const element of [...listOf(block.elements), block.accessory, block.element]) {
    const action = textOf(objectOf(element).action_id)
    if (action === '') continue
    if (seen.has(action)) report(`action_id ${action} already exists for the block`, `${at}/elements`)
    seen.add(action)
  }
}

function checkRichText(block: WireObject, at: string, report: Report): void {
  const elements = listOf(block.elements)
  if (elements.length === 0) report('no fewer than 1 items allowed', `${at}/elements`)
  for (const [index, value] of elements.entries()) {
    const element = objectOf(value)
    const place = `${at}/elements/${index}`
    if (!RICH_TEXT.has(textOf(element.type))) report(`unsupported type: ${textOf(element.type)}`, `${place}/type`)
    const runs = objectsOf(element.elements).flatMap((run) =>
      RICH_TEXT.has(textOf(run.type)) ? objectsOf(run.elements) : [run],
    )
    for (const run of runs) {
      if (run.type === 'text' && textOf(run.text) === '') report('must be more than 0 characters', `${place}/elements`)
      if (run.type === 'link' && textOf(run.url) === '') report('missing required field: url', `${place}/elements`)
    }
  }
}

function checkTable(block: WireObject, at: string, report: Report): void {
  const rows = listOf(block.rows)
  if (rows.length === 0 || rows.length > 100) report('must have 1 to 100 rows', `${at}/rows`)
  if (listOf(block.column_settings).length > 20) report('no more than 20 items allowed', `${at}/column_settings`)
  for (const [index, row] of rows.entries()) {
    const cells = listOf(row)
    if (cells.length === 0 || cells.length > 20) report('must have 1 to 20 cells', `${at}/rows/${index}`)
    for (const [column, cell] of cells.entries()) {
      const { type, text } = objectOf(cell)
      const place = `${at}/rows/${index}/${column}`
      if (type !== 'raw_text' && type !== 'raw_number' && type !== 'rich_text')
        report('unsupported type', `${place}/type`)
      else if (type === 'raw_text' && textOf(text) === '') report('must be more than 0 characters', `${place}/text`)
    }
  }
}
