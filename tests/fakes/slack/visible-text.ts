import type { SlackMessage, StreamPart } from './message.ts'
import { listOf, objectOf, objectsOf, textOf, type WireObject } from './wire.ts'

/** What a reader sees of something: its blocks where it has any, else its text. Lines for lines, buttons in brackets. */
export function visibleText(
  shown: Pick<SlackMessage, 'text' | 'blocks'> & Partial<Pick<SlackMessage, 'parts'>>,
): string {
  const streamed = joinParts(shown.parts ?? [])
  const blocks = shown.blocks.map(visibleBlock).filter((text) => text !== '')
  if (streamed === '' && blocks.length === 0) return shown.text
  return [streamed, ...blocks].filter((text) => text !== '').join('\n')
}

/** The blocks of a view, as its reader sees them. */
export function visibleBlocks(blocks: readonly WireObject[]): string {
  return blocks
    .map(visibleBlock)
    .filter((text) => text !== '')
    .join('\n')
}

function joinParts(parts: readonly StreamPart[]): string {
  let shown = ''
  for (const part of parts) {
    if (part.kind === 'text') shown += part.text
    else shown += `${shown === '' || shown.endsWith('\n') ? '' : '\n'}${visiblePart(part)}\n`
  }
  return shown.replace(/\n+$/, '')
}

function visiblePart(part: Exclude<StreamPart, { kind: 'text' }>): string {
  switch (part.kind) {
    case 'task': {
      const { title, status, details, output, sources } = part.task
      const links = objectsOf(sources).map((source) => `${textOf(source.text)} <${textOf(source.url)}>`)
      return [`(${textOf(status)}) ${textOf(title)}`, textOf(details), textOf(output), ...links]
        .filter((line) => line !== '')
        .join('\n')
    }
    case 'plan':
      return `(plan) ${part.title}`
    case 'blocks':
      return visibleBlocks(part.blocks)
  }
}

function visibleBlock(block: WireObject): string {
  switch (block.type) {
    case 'divider':
      return ''
    case 'section':
      return lines([textIn(block.text), ...listOf(block.fields).map(textIn), visibleElement(block.accessory)])
    case 'actions':
    case 'context':
    case 'context_actions':
      return listOf(block.elements).map(visibleElement).join(' ')
    case 'input':
      return lines([textIn(block.label), visibleElement(block.element), textIn(block.hint)])
    case 'image':
      return textOf(block.alt_text)
    case 'rich_text':
      return visibleRichText(block)
    case 'table':
    case 'data_table':
      return lines(listOf(block.rows).map((row) => listOf(row).map(visibleCell).join(' | ')))
    case 'task_card':
    case 'plan':
      return lines([textOf(block.title), ...objectsOf(block.tasks).map(visibleBlock)])
    case 'container':
      return lines([textIn(block.title), visibleBlocks(objectsOf(block.child_blocks))])
    default:
      // markdown carries its text bare; header, alert and the like in a text object.
      return textIn(block.text)
  }
}

function visibleElement(element: unknown): string {
  const { type, ...about } = objectOf(element)
  switch (type) {
    case 'button':
    case 'icon_button':
    case 'workflow_button':
      return `[${textIn(about.text)}]`
    case 'feedback_buttons':
      return `[${textIn(objectOf(about.positive_button).text)}] [${textIn(objectOf(about.negative_button).text)}]`
    case 'image':
      return textOf(about.alt_text)
    case 'mrkdwn':
    case 'plain_text':
      return textOf(about.text)
    default: {
      const options = objectsOf(about.options).map((option) => textIn(option.text))
      const initial = textOf(about.initial_value)
      return [initial, textIn(about.placeholder), ...options].filter((text) => text !== '').join(' · ')
    }
  }
}

function visibleCell(cell: unknown): string {
  const about = objectOf(cell)
  return about.type === 'rich_text' ? visibleRichText(about) : textOf(about.text)
}

function visibleRichText(block: WireObject): string {
  return lines(
    objectsOf(block.elements).map((element) => {
      if (element.type === 'rich_text_list') return lines(objectsOf(element.elements).map(visibleRuns))
      return visibleRuns(element)
    }),
  )
}

function visibleRuns(element: WireObject): string {
  return objectsOf(element.elements)
    .map((run) => {
      switch (run.type) {
        case 'link':
          return textOf(run.text) || textOf(run.url)
        case 'user':
          return `<@${textOf(run.user_id)}>`
        case 'usergroup':
          return `<!subteam^${textOf(run.usergroup_id)}>`
        case 'broadcast':
          return `<!${textOf(run.range)}>`
        case 'channel':
          return `<#${textOf(run.channel_id)}>`
        case 'emoji':
          return `:${textOf(run.name)}:`
        default:
          return textOf(run.text)
      }
    })
    .join('')
}

/** The text of a text object, or of what is text already. */
function textIn(value: unknown): string {
  return typeof value === 'string' ? value : textOf(objectOf(value).text)
}

const lines = (texts: readonly string[]) => texts.filter((text) => text !== '').join('\n')
