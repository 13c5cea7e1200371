import type { List, ListItem, Nodes } from 'mdast'
import { fenceCode } from './fence-code.ts'
import { sourceOf, wordsBelow } from './read-markdown-text.ts'
import { type LinkTargets, renderInline } from './render-inline.ts'

/** What is nested deeper is written on one line: nobody nests so far, but a hostile file may. */
const MAX_DEPTH = 20

/** Writes a list with one line or more for each item, nested lists indented by two spaces. */
export function renderList(list: List, targets: LinkTargets, depth = 0): string {
  const first = list.start ?? 1
  return list.children
    .map((item, at) => renderItem(item, { marker: list.ordered === true ? `${first + at}. ` : '- ', depth, targets }))
    .filter((text) => text.trim() !== '')
    .join('\n')
}

interface ItemContext {
  readonly marker: string
  readonly depth: number
  readonly targets: LinkTargets
}

function renderItem(item: ListItem, { marker, depth, targets }: ItemContext): string {
  const indent = '  '.repeat(depth)
  const parts = item.children.map((child) => ({
    isList: child.type === 'list',
    text: renderPart(child, targets, depth),
  }))
  const filled = parts.filter((part) => part.text.trim() !== '')
  return filled
    .map((part, at) => {
      if (part.isList) return part.text
      return indentLines(part.text, at === 0 ? indent + marker : `${indent}  `, `${indent}  `)
    })
    .join('\n')
}

function renderPart(node: Nodes, targets: LinkTargets, depth: number): string {
  switch (node.type) {
    case 'list':
      return depth >= MAX_DEPTH ? wordsBelow(node) : renderList(node, targets, depth + 1)
    case 'code':
      return fenceCode(node.value, node.lang ?? '')
    case 'paragraph':
    case 'heading':
      return renderInline(sourceOf(node), targets)
    case 'blockquote':
      if (depth >= MAX_DEPTH) return wordsBelow(node)
      return node.children.map((child) => renderPart(child, targets, depth + 1)).join('\n')
    case 'html':
      return node.value.replace(/<!--.*?-->|<[^>]*>/gs, ' ').trim()
    default:
      return renderInline(sourceOf(node), targets)
  }
}

function indentLines(text: string, first: string, rest: string): string {
  return text
    .split('\n')
    .map((line, at) => (line === '' ? '' : (at === 0 ? first : rest) + line))
    .join('\n')
}
