import { ZERO_WIDTH_SPACE } from '../../../common/chat/characters.ts'
import { type BlockWriter, createBlockWriter, type WrittenContainer } from './block-writer.ts'
import { createInlineConverter, type InlineConverter } from './convert-inline.ts'
import type { Container, LineContent, LineContext, LineReading, OpenFence } from './markdown-line.ts'
import { readLine } from './read-line.ts'
import { splitRow, writeTable } from './write-table.ts'

/** Converts Markdown line by line, as far as what is there decides. */
export interface BlockConverter {
  /** @param text with `\n` between lines */
  push(text: string): void
  end(): void
  /** What was converted since the last call. */
  take(): string
}

type Leaf =
  | { readonly kind: 'none' }
  /** `lines` counts those begun; `first` is the first one as written. */
  | { readonly kind: 'paragraph'; readonly inline: InlineConverter; readonly first: string; lines: number }
  | { readonly kind: 'heading'; readonly inline: InlineConverter }
  /** A line that its successor makes the head of a table, or the text of the paragraph before it. */
  | {
      readonly kind: 'table-head'
      readonly line: string
      readonly before: Extract<Leaf, { kind: 'paragraph' }> | undefined
    }
  | { readonly kind: 'table'; readonly rows: string[][] }
  | { readonly kind: 'indented'; blanks: number }
  | {
      readonly kind: 'fence'
      readonly fence: OpenFence
      readonly mark: string
      readonly isMarkdown: boolean
      depth: number
    }

const NONE: Leaf = { kind: 'none' }
const INDENTED_MARK = '```'
const MARKDOWN = /^(?:markdown|md|mdx)$/i
/** How far a line grows before it is read again, once it is long: reading it for each character would cost its square. */
const PATIENCE = 1.1
const LONG_LINE = 512

/**
 * @param isWhole whether lines may change what lines before them are. While text is shown as it comes they cannot:
 * an underlined heading stays underlined, and a table needs its leading pipes.
 */
export function createBlockConverter({ isWhole }: { readonly isWhole: boolean }): BlockConverter {
  const writer = createBlockWriter()
  let containers: WrittenContainer[] = []
  let leaf: Leaf = NONE
  /** What is there of a line that is not yet decided. */
  let line = ''
  let retryAt = 0
  /** Takes the rest of the line, once it is. */
  let flow: ((text: string) => void) | undefined

  function push(text: string): void {
    const lines = text.split('\n')
    for (const [at, part] of lines.entries()) {
      if (flow !== undefined) flow(part)
      else if (part !== '') line += leaf.kind === 'fence' ? part : part.replaceAll('\t', '    ')
      const isComplete = at < lines.length - 1
      if (isComplete) endLine()
      else if (flow === undefined && !isWhole && line.length >= retryAt && line !== '') settle(false)
    }
  }

  function endLine(): void {
    if (flow === undefined) settle(true)
    if (leaf.kind === 'heading') endLeaf()
    flow = undefined
    line = ''
    retryAt = 0
  }

  function settle(isComplete: boolean): void {
    const reading = readLine(line, contextOf(), isComplete)
    if (reading === 'whole') retryAt = Number.POSITIVE_INFINITY
    else if (reading === 'more') retryAt = line.length > LONG_LINE ? line.length * PATIENCE : 0
    else apply(reading)
  }

  function contextOf(): LineContext {
    const sources = containers.map(({ source }) => source)
    switch (leaf.kind) {
      case 'fence':
        return { containers: sources, leaf: leaf.fence, isWhole }
      case 'paragraph':
      case 'table-head':
      case 'table':
        return { containers: sources, leaf: leaf.kind, isWhole }
      default:
        return { containers: sources, leaf: 'none', isWhole }
    }
  }

  function apply({ matched, opened, content }: LineReading): void {
    if (content.kind === 'blank' && opened.length === 0) return applyBlank(matched)
    const goesOn = opened.length === 0 && matched === containers.length
    if (leaf.kind === 'table-head') {
      if (goesOn && content.kind === 'delimiter' && startTable(leaf.line, content.text)) return
      continueParagraph(leaf.before, leaf.line)
    }
    if (content.kind === 'underline' && leaf.kind === 'paragraph') return underline(leaf, content.level)
    if (content.kind === 'delimiter' && leaf.kind === 'paragraph' && goesOn && underlineTable(leaf, content.text))
      return
    const text = textOf(content)
    if (leaf.kind === 'paragraph' && text !== undefined && opened.length === 0) return continueParagraph(leaf, text)
    if (goesOn && applyInside(content)) return
    const wasParagraph = leaf.kind === 'paragraph'
    if (!(goesOn && wasParagraph && content.kind === 'row')) endLeaf()
    if (!goesOn) enter(matched, opened)
    begin(content, wasParagraph)
  }

  function applyBlank(matched: number): void {
    if (leaf.kind === 'indented') {
      leaf.blanks += 1
      return
    }
    endLeaf()
    const closed = containers.findIndex(({ source }, at) => at >= matched && source.kind === 'quote')
    if (closed >= 0) containers = containers.slice(0, closed)
    writer.addBlank()
  }

  /** Takes a line that belongs to the open fence, code or table. */
  function applyInside(content: LineContent): boolean {
    if (leaf.kind === 'fence') {
      if (content.kind === 'code') writeCode(leaf, content.text)
      if (content.kind === 'fence-end') endFenceLine(leaf)
      return true
    }
    if (leaf.kind === 'table' && content.kind === 'row') {
      leaf.rows.push(splitRow(content.text))
      return true
    }
    if (leaf.kind === 'indented' && content.kind === 'indented') {
      for (; leaf.blanks > 0; leaf.blanks -= 1) writer.emit(`\n${prefix().trimEnd()}`)
      writer.emit(`\n${prefix()}${guardCode(content.text, INDENTED_MARK)}`)
      return true
    }
    return false
  }

  function enter(matched: number, opened: readonly Container[]): void {
    const replaced = containers[matched]
    containers = containers.slice(0, matched)
    for (const source of opened) {
      containers.push({ source, mark: markOf(source, replaced), isNew: true })
    }
  }

  function begin(content: LineContent, wasParagraph: boolean): void {
    switch (content.kind) {
      case 'heading':
        writer.begin(containers)
        leaf = { kind: 'heading', inline: startInline('line') }
        leaf.inline.feed(`${'#'.repeat(Math.min(3, content.level))} `)
        break
      case 'fence':
        beginFence(content.fence, content.info)
        break
      case 'indented':
        writer.begin(containers)
        writer.emit(`${INDENTED_MARK}\n${prefix()}${guardCode(content.text, INDENTED_MARK)}`)
        leaf = { kind: 'indented', blanks: 0 }
        break
      case 'break':
        writer.begin(containers)
        // Dashes below text would make a heading of it.
        writer.emit(wasParagraph && /\s/.test(line.trim()) ? '***' : '---')
        break
      case 'row':
        leaf = { kind: 'table-head', line: content.text, before: leaf.kind === 'paragraph' ? leaf : undefined }
        break
      default:
        continueParagraph(undefined, textOf(content) ?? '')
    }
    if (content.kind === 'heading' && leaf.kind === 'heading') {
      flow = leaf.inline.feed
      flow(content.text)
    }
  }

  function continueParagraph(open: Extract<Leaf, { kind: 'paragraph' }> | undefined, text: string): void {
    if (open === undefined) {
      writer.begin(containers)
      leaf = { kind: 'paragraph', inline: startInline('block'), first: line, lines: 1 }
      leaf.inline.feed(text)
    } else {
      open.lines += 1
      open.inline.feed(`\n${text}`)
      leaf = open
    }
    flow = leaf.inline.feed
  }

  function startInline(kind: 'block' | 'line'): InlineConverter {
    return createInlineConverter({ emit: writer.emit, prefix: prefix(), kind })
  }

  function beginFence(fence: OpenFence, info: string): void {
    const language = /^[\w+#.-]{1,30}/.exec(info)?.[0] ?? ''
    const isMarkdown = MARKDOWN.test(language)
    // Models put fences into Markdown of the same length. With one mark more outside, both stand.
    const mark = '`'.repeat(isMarkdown && fence.length === 3 ? 4 : fence.length)
    writer.begin(containers)
    writer.emit(mark + language)
    leaf = { kind: 'fence', fence: { ...fence, indent: line.search(/\S/) }, mark, isMarkdown, depth: 0 }
  }

  function writeCode(open: Extract<Leaf, { kind: 'fence' }>, text: string): void {
    if (text === '') writer.emit(`\n${prefix().trimEnd()}`)
    else writer.emit(`\n${prefix()}${guardCode(text, open.mark)}`)
    if (open.isMarkdown && /^ {0,3}`{3,}[^`\s]/.test(text)) open.depth += 1
    flow = writer.emit
  }

  function endFenceLine(open: Extract<Leaf, { kind: 'fence' }>): void {
    if (open.depth === 0) return endLeaf()
    open.depth -= 1
    writer.emit(`\n${prefix()}${line.trim()}`)
  }

  function endLeaf(): void {
    const ended = leaf
    leaf = NONE
    switch (ended.kind) {
      case 'paragraph':
      case 'heading':
        return ended.inline.end()
      case 'table-head':
        continueParagraph(ended.before, ended.line)
        flow = undefined
        return endLeaf()
      case 'table':
        return writeTable(ended.rows, prefix(), writer.emit)
      case 'indented':
        return writer.emit(`\n${prefix()}${INDENTED_MARK}`)
      case 'fence':
        return writer.emit(`\n${prefix()}${ended.mark}`)
    }
  }

  function startTable(head: string, delimiter: string): boolean {
    const header = splitRow(head)
    if (header.length !== splitRow(delimiter).length) return false
    const before = leaf.kind === 'table-head' ? leaf.before : undefined
    before?.inline.end()
    writer.begin(containers)
    leaf = { kind: 'table', rows: [header] }
    return true
  }

  function underlineTable(open: Extract<Leaf, { kind: 'paragraph' }>, delimiter: string): boolean {
    const header = splitRow(open.first)
    if (open.lines > 1 || !open.first.includes('|') || header.length !== splitRow(delimiter).length) return false
    open.inline.end()
    writer.takeBack()
    leaf = { kind: 'table', rows: [header] }
    return true
  }

  function underline(open: Extract<Leaf, { kind: 'paragraph' }>, level: number): void {
    open.inline.end()
    const text = writer.takeBack().replaceAll(/ *\n/g, '\n').replaceAll(`\n${prefix()}`, ' ')
    writer.emit(text === '' ? '' : `${'#'.repeat(level)} ${text}`)
    leaf = NONE
  }

  const prefix = () => writer.prefixOf(containers)

  return {
    push,
    end() {
      if (line !== '' && flow === undefined) settle(true)
      endLeaf()
    },
    take: writer.take,
  }
}

/** The words of a line that may go on with a paragraph; undefined for lines that cannot. */
function textOf(content: LineContent): string | undefined {
  switch (content.kind) {
    case 'text':
    case 'delimiter':
      return content.text
    case 'underline':
      return content.level === 1 ? '=' : '-'
    default:
      return undefined
  }
}

/** The mark of a list item: items after the first count on, whatever their own number is. */
function markOf(source: Container, replaced: WrittenContainer | undefined): string {
  if (source.kind === 'quote') return '> '
  if (source.number === undefined) return '- '
  const earlier = replaced === undefined ? Number.NaN : Number.parseInt(replaced.mark, 10)
  return `${Number.isNaN(earlier) ? source.number : earlier + 1}. `
}

/** Keeps a line of code from ending its fence. */
function guardCode(text: string, mark: string): string {
  return text.trimStart().startsWith(mark) && /^ {0,3}`+ *$/.test(text) ? ZERO_WIDTH_SPACE + text : text
}
