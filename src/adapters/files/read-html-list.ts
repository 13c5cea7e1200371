import { fenceCode } from './fence-code.ts'
import { childrenOf, type HtmlElement, isElement } from './html-node.ts'
import { isHidden, readInline, readVerbatim } from './read-html-text.ts'

const MAX_DEPTH = 20

/** Writes `ul`, `ol` and `dl` with one line or more for each item, nested lists indented by two spaces. */
export function readHtmlList(list: HtmlElement, depth = 0): string {
  const lines: string[] = []
  let number = Number.parseInt(list.getAttribute('start') ?? '1', 10) || 1
  for (const child of childrenOf(list)) {
    if (!isElement(child) || isHidden(child)) continue
    if (child.nodeName === 'DT') lines.push(indent(depth) + readInline(child).trim())
    else if (isList(child)) pushFilled(lines, nested(child, depth))
    else {
      const marker = child.nodeName === 'DD' ? '  ' : list.nodeName === 'OL' ? `${number}. ` : '- '
      pushFilled(lines, readItem(child, marker, depth))
      number += 1
    }
  }
  return lines.filter((line) => line.trim() !== '').join('\n')
}

function readItem(item: HtmlElement, marker: string, depth: number): string {
  const parts: string[] = []
  let inline = ''
  for (const child of childrenOf(item)) {
    if (isElement(child) && (isList(child) || child.nodeName === 'PRE')) {
      pushFilled(parts, inline)
      inline = ''
      parts.push(isList(child) ? nested(child, depth) : shift(fenceCode(readVerbatim(child).trim(), ''), depth))
    } else inline += `${readInline(child)}`
  }
  pushFilled(parts, inline)
  const [first = '', ...rest] = parts
  const own = first.startsWith(' ') && isNested(first) ? first : indent(depth) + marker + first.trim()
  return [own, ...rest.map((part) => (isNested(part) ? part : shift(part.trim(), depth)))].join('\n')
}

// Nested lists come back indented already; loose text does not.
function isNested(part: string): boolean {
  return /^ {2,}(?:-|\d+\.) /.test(part)
}

function nested(list: HtmlElement, depth: number): string {
  return depth >= MAX_DEPTH ? readInline(list).trim() : readHtmlList(list, depth + 1)
}

function isList(element: HtmlElement): boolean {
  return element.nodeName === 'UL' || element.nodeName === 'OL' || element.nodeName === 'DL'
}

function shift(text: string, depth: number): string {
  return text.replace(/^/gm, `${indent(depth)}  `)
}

function indent(depth: number): string {
  return '  '.repeat(depth)
}

function pushFilled(parts: string[], text: string): void {
  if (text.trim() !== '') parts.push(text)
}
