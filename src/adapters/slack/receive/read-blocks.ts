import { z } from 'zod'

const DEEPEST = 8
const MOST_ELEMENTS = 2_000

const textual = z.union([z.string(), z.object({ type: z.string().optional(), text: z.string() })])
const string = z.string().optional().catch(undefined)

/** Blocks and the elements of rich text alike (https://docs.slack.dev/reference/block-kit/blocks/rich-text-block). */
const elementSchema = z.object({
  type: z.string(),
  text: textual.optional().catch(undefined),
  elements: z.array(z.unknown()).optional().catch(undefined),
  fields: z.array(z.unknown()).optional().catch(undefined),
  style: z.unknown().optional(),
  user_id: string,
  usergroup_id: string,
  channel_id: string,
  name: string,
  url: string,
  range: string,
  fallback: string,
})
type Element = z.infer<typeof elementSchema>

/** The text of blocks in Slack's markup, for messages that come without a text. Bounded in depth and size. */
export function readBlocks(blocks: unknown): string {
  const budget = { elements: MOST_ELEMENTS }
  return readAll(blocks, budget, 0).join('\n').trim()
}

interface Budget {
  elements: number
}

function readAll(items: unknown, budget: Budget, depth: number): readonly string[] {
  const list = z.array(z.unknown()).safeParse(items).data ?? []
  if (depth > DEEPEST) return []
  return list.flatMap((item) => {
    if (budget.elements <= 0) return []
    budget.elements -= 1
    const element = elementSchema.safeParse(item).data
    return element === undefined ? [] : [readElement(element, budget, depth)]
  })
}

function readElement(element: Element, budget: Budget, depth: number): string {
  const inner = (separator: string) => readAll(element.elements, budget, depth + 1).join(separator)
  switch (element.type) {
    case 'rich_text':
      return inner('\n')
    case 'rich_text_section':
      return inner('')
    case 'rich_text_preformatted':
      return `\`\`\`\n${inner('')}\n\`\`\``
    case 'rich_text_quote':
      return prefixLines(inner(''), () => '> ')
    case 'rich_text_list':
      return prefixLines(inner('\n'), (index) => (element.style === 'ordered' ? `${index + 1}. ` : '- '))
    case 'section':
      return [readText(element.text), ...readAll(element.fields, budget, depth + 1)].filter(Boolean).join('\n')
    case 'context':
      return inner(' ')
    default:
      return readLeaf(element)
  }
}

function readLeaf(element: Element): string {
  switch (element.type) {
    case 'text':
      return typeof element.text === 'string' ? escapeMarkup(element.text) : ''
    case 'link':
      return element.url === undefined ? '' : link(element.url, element.text)
    case 'user':
      return element.user_id === undefined ? '' : `<@${element.user_id}>`
    case 'usergroup':
      return element.usergroup_id === undefined ? '' : `<!subteam^${element.usergroup_id}>`
    case 'channel':
      return element.channel_id === undefined ? '' : `<#${element.channel_id}>`
    case 'broadcast':
      return element.range === undefined ? '' : `<!${element.range}>`
    case 'emoji':
      return element.name === undefined ? '' : `:${element.name}:`
    case 'date':
      return escapeMarkup(element.fallback ?? '')
    case 'header':
    case 'markdown':
    case 'mrkdwn':
    case 'plain_text':
      return readText(element.text, element.type)
    default:
      return ''
  }
}

/** Texts of type `mrkdwn` are markup already; all others are plain. */
function readText(text: Element['text'], type?: string): string {
  if (text === undefined) return ''
  if (typeof text === 'string') return type === 'mrkdwn' ? text : escapeMarkup(text)
  return text.type === 'mrkdwn' ? text.text : escapeMarkup(text.text)
}

function link(url: string, label: Element['text']): string {
  // An address with a bar or an angle bracket would end the markup early.
  const address = url.replace(/[<>|]/g, (character) => encodeURIComponent(character))
  return typeof label === 'string' && label !== '' ? `<${address}|${escapeMarkup(label)}>` : `<${address}>`
}

function prefixLines(text: string, prefix: (index: number) => string): string {
  return text
    .split('\n')
    .map((line, index) => `${prefix(index)}${line}`)
    .join('\n')
}

function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
