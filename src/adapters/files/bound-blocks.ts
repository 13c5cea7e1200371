import type { Block } from '../../ports/document-loader.ts'
import { DELIMITER_ROW } from './pipe-table.ts'

/** Longest block, in characters. Whoever splits blocks later can then do so one by one without a long pause. */
const MAX_LENGTH = 32_000

/** From this many blocks on, short paragraphs are put together: a file of millions of tiny rows would fill the memory. */
const MANY_BLOCKS = 20_000
const SHORT_LENGTH = 1_000

/** Cuts blocks of megabytes, at a line or sentence end where there is one near, and joins tiny ones in masses. */
export function boundBlocks(blocks: readonly Block[]): Block[] {
  const joined = blocks.length > MANY_BLOCKS ? joinShortParagraphs(blocks) : blocks
  return joined.flatMap((block) => (block.text.length <= MAX_LENGTH ? [block] : cutBlock(block)))
}

function joinShortParagraphs(blocks: readonly Block[]): Block[] {
  const joined: Block[] = []
  let members: Block[] = []
  let length = 0
  const flush = () => {
    const [first] = members
    if (first !== undefined) joined.push({ ...first, text: members.map((member) => member.text).join('\n\n') })
    members = []
    length = 0
  }
  for (const block of blocks) {
    const isShort = block.kind === 'paragraph' && block.text.length < SHORT_LENGTH
    const isElsewhere = block.locator.page !== members[0]?.locator.page
    if (!isShort || isElsewhere || length + block.text.length > SHORT_LENGTH) flush()
    members.push(block)
    length += block.text.length + 2
    if (!isShort) flush()
  }
  flush()
  return joined
}

function cutBlock(block: Block): Block[] {
  const { before, body, after } = takeFrame(block)
  const parts: Block[] = []
  let line = block.locator.line
  for (let start = 0; start < body.length; ) {
    const end = findCut(body, start)
    const text = body.slice(start, end)
    const locator = { ...block.locator, ...(line === undefined ? {} : { line }) }
    if (text.trim() !== '') parts.push({ ...block, text: before + text.replace(/\n$/, '') + after, locator })
    if (line !== undefined) line += text.split('\n').length - 1
    start = end
  }
  return parts
}

/** What every part repeats: the fences of code, the header of a table. */
function takeFrame({ kind, text }: Block): { before: string; body: string; after: string } {
  const fenced =
    kind === 'code' ? /^(?<open>(?<mark>`{3,})[^\n]{0,50}\n)(?<body>.*)(?<close>\n\k<mark>)$/s.exec(text) : null
  const { open, body, close } = fenced?.groups ?? {}
  if (open !== undefined && body !== undefined && close !== undefined) return { before: open, body, after: close }
  const [header = '', delimiter = '', ...rows] = kind === 'table' ? text.split('\n', 3) : []
  const frame = `${header}\n${delimiter}\n`
  if (rows.length === 0 || !DELIMITER_ROW.test(delimiter) || frame.length > 2000)
    return { before: '', body: text, after: '' }
  return { before: frame, body: text.slice(frame.length), after: '' }
}

function findCut(text: string, start: number): number {
  const limit = start + MAX_LENGTH
  if (limit >= text.length) return text.length
  const window = text.slice(start + MAX_LENGTH / 2, limit)
  const line = window.lastIndexOf('\n')
  const at = line >= 0 ? line : Math.max(window.lastIndexOf('. '), window.lastIndexOf('。'), window.lastIndexOf(' '))
  if (at >= 0) return start + MAX_LENGTH / 2 + at + 1
  // Never between the halves of a surrogate pair.
  return /[\ud800-\udbff]/.test(text.charAt(limit - 1)) ? limit - 1 : limit
}
