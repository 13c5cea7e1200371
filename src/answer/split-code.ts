/** A stretch of Markdown: prose, or code that must be kept letter by letter. */
export interface MarkdownPart {
  readonly kind: 'prose' | 'code'
  readonly text: string
}

// A fence that is never closed holds the rest of the text, as renderers read it.
// What only some renderers take for code (deep indents, escaped ticks) counts as prose, which is checked more strictly.
const CODE =
  /(?:^|(?<=\n))(?: {0,3}>)* {0,3}(`{3,}|~{3,})[^\n`]*(?:\n[\s\S]*?(?:\n(?: {0,3}>)* {0,3}\1[`~]*[ \t]*(?=\n|$)|$)|$)|(?<![\\`])(`+)(?!`)[^\n]*?[^`\n]\2(?!`)/g

/** Cuts Markdown into prose and code (fenced blocks and inline spans). Joining the parts gives the text again. */
export function splitCode(text: string): MarkdownPart[] {
  const parts: MarkdownPart[] = []
  let from = 0
  for (const match of text.matchAll(CODE)) {
    if (match.index > from) parts.push({ kind: 'prose', text: text.slice(from, match.index) })
    parts.push({ kind: 'code', text: match[0] })
    from = match.index + match[0].length
  }
  if (from < text.length) parts.push({ kind: 'prose', text: text.slice(from) })
  return parts
}
