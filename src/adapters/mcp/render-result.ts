import { z } from 'zod'
import type { ToolResult } from '../../domain/tool.ts'

const Part = z.looseObject({
  type: z.string(),
  text: z.string().optional(),
  data: z.string().optional(),
  mimeType: z.string().max(100).optional(),
  uri: z.string().max(2_000).optional(),
  resource: z.looseObject({ uri: z.string().max(2_000), text: z.string().optional() }).optional(),
})
const Result = z.object({
  content: z.array(z.unknown()).default([]),
  structuredContent: z.unknown().optional(),
  isError: z.boolean().default(false),
})

/** Base64 has four characters for three bytes. */
const BYTES_PER_CHARACTER = 0.75

/** What a server returned as text; what is no text is described. Cut, and marked as cut, beyond so many characters. */
export function renderResult(raw: unknown, mostCharacters: number): ToolResult {
  const { content, structuredContent, isError } = Result.parse(raw)
  const parts = content.flatMap((part) => renderPart(part, mostCharacters))
  const text = parts.join('\n').trim()
  const hasText = text !== '' || structuredContent === undefined
  return { text: cut(hasText ? text : JSON.stringify(structuredContent), mostCharacters), isError }
}

function renderPart(raw: unknown, most: number): readonly string[] {
  const part = Part.safeParse(raw).data
  if (part === undefined) return []
  const { type, text, data, mimeType, uri, resource } = part
  // One more than can be shown, so that it is seen to be cut.
  if (text !== undefined) return [text.slice(0, most + 1)]
  if (resource !== undefined)
    return [`[resource ${resource.uri}]`, ...(resource.text === undefined ? [] : [resource.text.slice(0, most + 1)])]
  if (uri !== undefined) return [`[link ${uri}]`]
  const size = data === undefined ? '' : `, ${Math.ceil((data.length * BYTES_PER_CHARACTER) / 1_000)} kB`
  return [`[${type}${mimeType === undefined ? '' : ` ${mimeType}`}${size}]`]
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most)}\n[cut: the result is longer]`
}
