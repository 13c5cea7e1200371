import type { Block } from '../../ports/document-loader.ts'
import { joinPrintedLines } from './join-lines.ts'
import { headingBlock, textBlock } from './parsed-document.ts'
import type { PdfLine, PdfPage } from './read-pdf-page.ts'

interface ArrangedPages {
  /** The largest heading of the first page. */
  readonly title: string | undefined
  readonly blocks: readonly Block[]
}

/** Joins printed lines to paragraphs and tells headings by their size. */
export function arrangePdfLines(pages: readonly PdfPage[]): ArrangedPages {
  const lines = pages.flatMap((page) => page.lines)
  const bodySize = findBodySize(lines)
  const groups = groupLines(lines)
  const levels = rankHeadingSizes(groups, bodySize)
  const blocks = joinListItems(groups.flatMap((group) => toBlocks(group, levels)))
  return { title: findTitle(groups, levels), blocks }
}

type Group = readonly [PdfLine, ...PdfLine[]]

/** The size that most characters are set in. */
function findBodySize(lines: readonly PdfLine[]): number {
  const lengths = new Map<number, number>()
  for (const line of lines) {
    const size = roundSize(line.size)
    lengths.set(size, (lengths.get(size) ?? 0) + line.text.length)
  }
  const [most] = [...lengths].toSorted((left, right) => right[1] - left[1])
  return most?.[0] ?? 0
}

function roundSize(size: number): number {
  return Math.round(size * 2) / 2
}

function groupLines(lines: readonly PdfLine[]): Group[] {
  const leading = findLeading(lines)
  const rightEdge = findRightEdges(lines)
  const groups: [PdfLine, ...PdfLine[]][] = []
  for (const line of lines) {
    const group = groups.at(-1)
    const last = group?.at(-1)
    if (group === undefined || last === undefined || startsParagraph(last, line, leading, rightEdge(last)))
      groups.push([line])
    else group.push(line)
  }
  return groups
}

/** Usual distance between lines, as a multiple of the size: a little below the median. */
function findLeading(lines: readonly PdfLine[]): number {
  const distances: number[] = []
  lines.forEach((line, at) => {
    const last = lines[at - 1]
    const distance = last === undefined ? 0 : (line.across - last.across) / line.size
    const isSameText = last?.page === line.page && roundSize(last.size) === roundSize(line.size)
    if (isSameText && distance > 0.5 && distance < 4) distances.push(distance)
  })
  return distances.toSorted((left, right) => left - right)[Math.floor(distances.length * 0.4)] ?? 1.5
}

function findRightEdges(lines: readonly PdfLine[]): (line: PdfLine) => number {
  const edges = new Map<string, number>()
  const key = (line: PdfLine) => `${line.page}:${Math.round(line.start / 20)}`
  for (const line of lines) edges.set(key(line), Math.max(edges.get(key(line)) ?? 0, line.end))
  return (line) => edges.get(key(line)) ?? line.end
}

const SENTENCE_END = /[.!?:;。！？：」』）)]["'”’]?$/
const LIST_MARK =
  /^(?:[•●○◦■□◆◇▪‣・※\-–*]\s?|[(（]?(?:\d{1,2}|[a-zア-ン])[.)．）]\s|[①-⑳]|第[一二三四五六七八九十百\d]+[条章節])/

function startsParagraph(last: PdfLine, line: PdfLine, leading: number, rightEdge: number): boolean {
  if (Math.abs(last.size - line.size) > Math.max(last.size, line.size) * 0.08) return true
  if (LIST_MARK.test(line.text)) return true
  const isUnfinished = !SENTENCE_END.test(last.text)
  // A page or column ends: only an unfinished sentence goes on.
  if (last.page !== line.page || line.across < last.across) return !(isUnfinished && continuesSentence(last, line))
  if ((line.across - last.across) / line.size > leading * 1.35) return true
  const indent = line.start - last.start
  if (indent > line.size * 0.7 && indent < line.size * 6 && !isUnfinished) return true
  return !isUnfinished && last.end < rightEdge - last.size * 4
}

function continuesSentence(last: PdfLine, line: PdfLine): boolean {
  return /^\p{Ll}/u.test(line.text) || (/[\u3040-\u9fff、]$/.test(last.text) && /^[\u3040-\u9fff]/.test(line.text))
}

const HEADING_LENGTH = 200
const MAX_LEVELS = 4

/** The sizes above the body's that short lines are set in, the largest first: their order gives the level. */
function rankHeadingSizes(groups: readonly Group[], bodySize: number): readonly number[] {
  const sizes = groups.filter((group) => isShort(group)).map(([line]) => roundSize(line.size))
  return [...new Set(sizes.filter((size) => size >= bodySize * 1.15))].toSorted((left, right) => right - left)
}

function isShort(group: Group): boolean {
  return group.reduce((length, line) => length + line.text.length, 0) <= HEADING_LENGTH && group.length <= 4
}

function levelOf(group: Group, levels: readonly number[]): number {
  const rank = isShort(group) && /\p{L}/u.test(group[0].text) ? levels.indexOf(roundSize(group[0].size)) : -1
  return rank < 0 ? 0 : Math.min(MAX_LEVELS, rank + 1)
}

function toBlocks(group: Group, levels: readonly number[]): Block[] {
  const text = shortenLeaders(joinPrintedLines(group.map((line) => line.text)))
  const locator = { page: group[0].page }
  const level = text.includes(LEADER) ? 0 : levelOf(group, levels)
  if (BULLET.test(text)) return textBlock('list', text, locator)
  return level > 0 ? headingBlock(text, level, locator) : textBlock('paragraph', text, locator)
}

const BULLET = /^[•●○◦■□◆◇▪‣・※–]\s?/
const LEADER = ' … '

/** The dots between an entry of a table of contents and its page. */
function shortenLeaders(text: string): string {
  return text.replace(/\s*(?:(?:\s?\.){5,}|[…‥・]{3,})\s*/g, LEADER)
}

/** Puts the items of one list into one block. */
function joinListItems(blocks: readonly Block[]): Block[] {
  const joined: Block[] = []
  for (const block of blocks) {
    const last = joined.at(-1)
    const isNext = block.kind === 'list' && last?.kind === 'list' && last.locator.page === block.locator.page
    if (isNext) joined[joined.length - 1] = { ...last, text: `${last.text}\n${block.text}` }
    else joined.push(block)
  }
  return joined
}

function findTitle(groups: readonly Group[], levels: readonly number[]): string | undefined {
  const headings = groups.filter((group) => group[0].page === 1 && levelOf(group, levels) > 0)
  const [largest] = headings.toSorted((left, right) => right[0].size - left[0].size)
  return largest === undefined ? undefined : joinPrintedLines(largest.map((line) => line.text))
}
