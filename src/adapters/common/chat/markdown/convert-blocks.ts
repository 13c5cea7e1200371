import { createBlockWriter, type WrittenContainer } from './block-writer.ts'
import { beginFence, beginIndentedCode, type CodeBlock, type CodePlace } from './convert-code.ts'
import { createInlineConverter, type InlineConverter } from './convert-inline.ts'
import type { MarkdownDialect } from './dialect.ts'
import { isOtherList, markOf } from './item-marks.ts'
import type { Container, LineContent, LineContext, LineReading } from './markdown-line.ts'
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
  | Paragraph
  | { readonly kind: 'heading'; readonly inline: InlineConverter; readonly closing: string }
  /** A line that its successor makes the head of a table, or else text. `before`: the paragraph that it goes on with. */
  | { readonly kind: 'table-head'; readonly line: string; readonly before: Paragraph | undefined }
  | { readonly kind: 'table'; readonly rows: string[][]; readonly prefix: string }
  | { readonly kind: 'code'; readonly code: CodeBlock }

interface Paragraph {
  readonly kind: 'paragraph'
  readonly inline: InlineConverter
  readonly first: string
  lines: number
}

const NONE: Leaf = { kind: 'none' }
/** How far a line grows before it is read again, once it is long: reading it for each character would cost its square. */
const PATIENCE = 1.1
const LONG_LINE = 512

export interface BlockOptions {
  /**
   * Whether lines may change what lines before them are. While text is shown as it comes they cannot: an underlined
   * heading stays underlined, and a table needs its leading pipes.
   */
  readonly isWhole: boolean
  readonly dialect: MarkdownDialect
}

export function createBlockConverter({ isWhole, dialect }: BlockOptions): BlockConverter {
  const { blocks } = dialect
  const writer = createBlockWriter(blocks)
  let containers: WrittenContainer[] = []
  let leaf: Leaf = NONE
  /** What is there of a line that is not yet decided. */
  let line = ''
  let retryAt = 0
  /** Whether the line began within a fence, where tabs are kept. */
  let isCode = false
  /** Takes the rest of the line, once it is. */
  let flow: ((text: string) => void) | undefined

  const prefix = () => writer.prefixOf(containers)
  const startInline = (kind: 'block' | 'line', isStrong = false) =>
    createInlineConverter({ emit: writer.emit, prefix: prefix(), kind, dialect: dialect.inline, isStrong })
  const placeCode = (): CodePlace => ({
    prefix: writer.beginCode(containers),
    blankOf: blocks.blankOf,
    dialect: blocks.fences,
  })

  function push(text: string): void {
    const lines = text.split('\n')
    for (const [at, part] of lines.entries()) {
      if (line === '' && flow === undefined) isCode = leaf.kind === 'code' && leaf.code.fence !== undefined
      const words = isCode ? part : part.replaceAll('\t', '    ')
      if (flow === undefined) line += words
      else flow(words)
      const isComplete = at < lines.length - 1
      if (isComplete) endLine()
      else if (flow === undefined && !isWhole && line !== '' && line.length >= retryAt) settle(false)
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
    const open = leaf.kind === 'code' ? (leaf.code.fence ?? 'none') : leaf.kind === 'heading' ? 'none' : leaf.kind
    return { containers: containers.map(({ source }) => source), leaf: open, isWhole }
  }

  function apply({ matched, opened, content }: LineReading): void {
    if (content.kind === 'blank' && opened.length === 0) {
      applyBlank(matched)
      return
    }
    const goesOn = opened.length === 0 && matched === containers.length
    if (leaf.kind === 'table-head') {
      if (goesOn && content.kind === 'delimiter' && startTable(leaf.line, content.text, leaf.before)) return
      continueParagraph(leaf.before, leaf.line)
    }
    if (leaf.kind === 'paragraph' && opened.length === 0 && applyToParagraph(leaf, content, goesOn)) return
    if (goesOn && applyInside(content)) return
    const before = goesOn && leaf.kind === 'paragraph' ? leaf : undefined
    if (before === undefined || content.kind !== 'row') endLeaf()
    // Where it is no table, this must not be read as more of the paragraph before; nor one of several marks in a line.
    const isNested = opened.length > 1 || opened[0]?.kind === 'quote'
    if (!goesOn && (content.kind === 'row' || isNested)) writer.addBlank()
    if (!goesOn) enter(matched, opened)
    begin(content, before)
  }

  function applyBlank(matched: number): void {
    if (leaf.kind === 'code' && leaf.code.fence === undefined) {
      leaf.code.addBlank()
      return
    }
    endLeaf()
    const closed = containers.findIndex(({ source }, at) => at >= matched && source.kind === 'quote')
    if (closed >= 0) containers = containers.slice(0, closed)
    writer.addBlank()
  }

  /** Takes a line that goes on with a paragraph, or says what it is. */
  function applyToParagraph(open: Paragraph, content: LineContent, goesOn: boolean): boolean {
    switch (content.kind) {
      case 'underline':
        underline(open, content.level)
        return true
      case 'delimiter':
        if (!goesOn || !underlineTable(open, content.text)) continueParagraph(open, content.text)
        return true
      case 'text':
        continueParagraph(open, content.text)
        return true
      default:
        return false
    }
  }

  /** Takes a line that belongs to the open code or table. */
  function applyInside(content: LineContent): boolean {
    if (leaf.kind === 'table' && content.kind === 'row') {
      leaf.rows.push(splitRow(content.text))
      return true
    }
    if (leaf.kind !== 'code') return false
    const verdict = leaf.code.take(content, line)
    if (verdict === 'over') endLeaf()
    else if (content.kind === 'code') flow = leaf.code.goOn
    return verdict !== 'foreign'
  }

  function enter(matched: number, opened: readonly Container[]): void {
    const replaced = containers[matched]
    const first = opened[0]
    if (blocks.mergesLists && isOtherList(replaced?.source, first)) writer.addBlank()
    containers = containers.slice(0, matched)
    for (const source of opened) {
      const quotes = containers.filter((container) => container.source.kind === 'quote').length
      const mark = source.kind === 'quote' ? blocks.quoteMark(quotes) : markOf(source, replaced)
      containers.push({ source, mark, isNew: true })
    }
  }

  function begin(content: LineContent, before: Paragraph | undefined): void {
    switch (content.kind) {
      case 'heading':
        beginHeading(content.level, content.text)
        break
      case 'fence':
        leaf = { kind: 'code', code: beginFence(content.fence, content.info, placeCode(), writer) }
        break
      case 'indented':
        leaf = { kind: 'code', code: beginIndentedCode(content.text, placeCode(), writer) }
        break
      case 'break':
        writer.begin(containers)
        writer.emit(blocks.rule(before !== undefined && !/^ *-+ *$/.test(line)))
        break
      case 'row':
        leaf = { kind: 'table-head', line: content.text, before }
        break
      case 'text':
      case 'delimiter':
        continueParagraph(undefined, content.text)
        break
      default:
    }
  }

  function beginHeading(level: number, text: string): void {
    const { mark, end } = blocks.headingMarks(level)
    writer.begin(containers, mark)
    const inline = startInline('line', end !== '')
    leaf = { kind: 'heading', inline, closing: end }
    flow = inline.feed
    inline.feed(text)
  }

  function continueParagraph(open: Paragraph | undefined, text: string): void {
    if (open === undefined) {
      writer.begin(containers)
      const inline = startInline('block')
      leaf = { kind: 'paragraph', inline, first: line, lines: 1 }
      inline.feed(text)
      flow = inline.feed
      return
    }
    open.lines += 1
    open.inline.feed(`\n${text}`)
    flow = open.inline.feed
    leaf = open
  }

  function endLeaf(): void {
    const ended = leaf
    leaf = NONE
    switch (ended.kind) {
      case 'none':
        break
      case 'paragraph':
        ended.inline.end()
        break
      case 'heading':
        ended.inline.end()
        if (writer.hasWords()) writer.emit(ended.closing)
        break
      case 'table-head':
        continueParagraph(ended.before, ended.line)
        endLeaf()
        break
      case 'table':
        writeTable(ended, dialect, writer.emit)
        break
      case 'code':
        if (ended.code.end()) writer.addBlank()
        break
    }
    flow = undefined
  }

  function startTable(head: string, delimiter: string, before: Paragraph | undefined): boolean {
    const header = splitRow(head)
    if (header.length !== splitRow(delimiter).length) return false
    before?.inline.end()
    leaf = { kind: 'table', rows: [header], prefix: writer.beginCode(containers) }
    return true
  }

  function underlineTable(open: Paragraph, delimiter: string): boolean {
    const header = splitRow(open.first)
    if (open.lines > 1 || !open.first.includes('|') || header.length !== splitRow(delimiter).length) return false
    open.inline.end()
    writer.takeBack()
    leaf = { kind: 'table', rows: [header], prefix: writer.beginCode(containers) }
    return true
  }

  function underline(open: Paragraph, level: number): void {
    open.inline.end()
    const text = writer.takeBack().replace(/ *\n/g, '\n').replaceAll(`\n${prefix()}`, ' ')
    const { mark, end } = blocks.headingMarks(level)
    writer.emit(text === '' ? '' : mark + text + end)
    leaf = NONE
  }

  return {
    push,
    end() {
      if (line !== '' && flow === undefined) settle(true)
      endLeaf()
    },
    take: writer.take,
  }
}
