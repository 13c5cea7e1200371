import type { MarkedToken, Token } from 'marked'
import { decodeEntities } from './decode-entities.ts'
import type { Inline } from './nodes.ts'
import { safeAddress } from './safe-address.ts'

const MOST_DEPTH = 12
const MARKER = /\[(\d{1,3})\]/g

/** Reads the inside of a block. Images become their words and address, HTML its letters; nothing is loaded or run. */
export function parseInlines(tokens: readonly Token[]): Inline[] {
  return joinText(readAll(tokens, 0)).flatMap((inline) =>
    inline.kind === 'text' ? splitMarkers(inline.text) : [inline],
  )
}

function readAll(tokens: readonly Token[], depth: number): Inline[] {
  return tokens.flatMap((token) => readInline(token as MarkedToken, depth))
}

function readInline(token: MarkedToken, depth: number): Inline[] {
  if (depth > MOST_DEPTH) return [{ kind: 'text', text: token.raw }]
  const inner = (inside: readonly Token[]) =>
    joinText(readAll(inside, depth + 1)).flatMap((one) => (one.kind === 'text' ? splitMarkers(one.text) : [one]))
  switch (token.type) {
    case 'strong':
      return [{ kind: 'strong', inlines: inner(token.tokens) }]
    case 'em':
      return [{ kind: 'emphasis', inlines: inner(token.tokens) }]
    case 'del':
      return [{ kind: 'struck', inlines: inner(token.tokens) }]
    case 'codespan':
      return [{ kind: 'code', text: token.text }]
    case 'br':
      return [{ kind: 'break' }]
    case 'escape':
      return [{ kind: 'text', text: token.text }]
    case 'text':
      return token.tokens === undefined
        ? [{ kind: 'text', text: decodeEntities(token.text) }]
        : readAll(token.tokens, depth + 1)
    case 'link': {
      const address = safeAddress(token.autolink === true ? token.href : decodeEntities(token.href))
      return address === undefined
        ? [{ kind: 'text', text: token.raw }]
        : [{ kind: 'link', address, inlines: readAll(token.tokens, depth + 1) }]
    }
    case 'image':
      return [{ kind: 'text', text: [token.text, `<${token.href}>`].filter((part) => part !== '').join(' ') }]
    default:
      return [{ kind: 'text', text: token.raw }]
  }
}

function joinText(inlines: readonly Inline[]): Inline[] {
  const joined: Inline[] = []
  for (const inline of inlines) {
    const last = joined.at(-1)
    if (inline.kind === 'text' && last?.kind === 'text') {
      joined[joined.length - 1] = { kind: 'text', text: last.text + inline.text }
    } else {
      joined.push(inline)
    }
  }
  return joined
}

function splitMarkers(text: string): Inline[] {
  const parts: Inline[] = []
  let start = 0
  for (const marker of text.matchAll(MARKER)) {
    if (marker.index > start) parts.push({ kind: 'text', text: text.slice(start, marker.index) })
    parts.push({ kind: 'citation', number: Number(marker[1]) })
    start = marker.index + marker[0].length
  }
  if (start < text.length) parts.push({ kind: 'text', text: text.slice(start) })
  return parts
}
