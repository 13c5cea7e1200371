import type { Nodes } from 'mdast'
import { LINE_BREAK } from './render-inline.ts'

/** The inline source of a paragraph or heading, as a tree that was parsed for blocks only holds it. */
export function sourceOf(node: Nodes): string {
  if ('value' in node) return node.value
  if (node.type === 'break') return LINE_BREAK
  return 'children' in node ? node.children.map(sourceOf).join('') : ''
}

/** All the words below a node, on one line. Walks without recursion, for what is nested too deep to be rendered. */
export function wordsBelow(node: Nodes): string {
  const words: string[] = []
  const stack: Nodes[] = [node]
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if ('value' in next) words.push(next.value)
    else if ('children' in next) stack.push(...next.children.toReversed())
  }
  return words.join(' ').replace(/\s+/g, ' ').trim()
}
