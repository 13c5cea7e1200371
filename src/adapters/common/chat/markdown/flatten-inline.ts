import { readCodeSpan } from '../read-code-span.ts'

const LINK = /!?\[((?:[^[\]\\]|\\.|\[[^[\]]*\])*)\]\(([^()\s]+)\)/g
const ENTITIES = new Map(Object.entries({ lt: '<', gt: '>', amp: '&', quot: '"', apos: "'", nbsp: ' ' }))

/** The words of converted Markdown, marks taken away. What is code keeps its characters. */
export function flattenInline(markdown: string): string {
  let text = ''
  let from = 0
  const pass = (to: number) => {
    text += flattenWords(markdown.slice(from, to))
    from = to
  }
  for (let at = markdown.indexOf('`'); at >= 0; at = markdown.indexOf('`', at)) {
    const code = readCodeSpan(markdown, at, true)
    const length = code === 'more' ? 1 : code.length
    if (code !== 'more' && code.isCode && !isEscaped(markdown, at)) {
      pass(at)
      text += markdown.slice(at, at + length).replace(/^`+ ?|(?<=\S) ?`+$/g, '')
      from = at + length
    }
    at += length
  }
  pass(markdown.length)
  return text
}

/** The links of converted Markdown, as written. */
export function linksOf(markdown: string): string[] {
  return Array.from(markdown.matchAll(LINK), ([link]) => link)
}

function isEscaped(markdown: string, at: number): boolean {
  return markdown.charAt(at - 1) === '\\' && markdown.charAt(at - 2) !== '\\'
}

function flattenWords(words: string): string {
  return words
    .replace(LINK, '$1')
    .replace(/(?<!\\)(\*{1,3}|~~)\u200b?(?=\S)([^*~]*?\S)\u200b?(?<!\\)\1/g, '$2')
    .replace(/(?<![\w\\])(_{1,2})(?=\S)([^_]*?\S)(?<!\\)\1(?!\w)/g, '$2')
    .replace(/\\([!-/:-@[-`{-~])/g, '$1')
    .replace(/&(lt|gt|amp|quot|apos|nbsp);/g, (entity, name: string) => ENTITIES.get(name) ?? entity)
    .replaceAll('\u200b', '')
}
