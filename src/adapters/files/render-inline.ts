import { joinLines } from './join-lines.ts'

/** Longest address that is kept beside its link's text. */
const MAX_ADDRESS = 300
/** Stands for a hard break while soft ones are being joined. */
export const LINE_BREAK = '\ufdd0'

/** Targets of the reference links of a document, by lower-case label. */
export type LinkTargets = ReadonlyMap<string, string>

/**
 * The words of inline Markdown: emphasis unmarked, code in backticks, images by their description, web addresses
 * kept behind the text of their links since readers ask for them. Works by patterns rather than by the letter of
 * CommonMark: the library's inline parser takes as long as all the rest of reading a document.
 */
export function renderInline(source: string, targets: LinkTargets): string {
  const text = mapOutsideCode(source, (part) => renderMarkup(part, (words, url) => withAddress(words, url), targets))
  return joinLines(text.split('\n')).replaceAll(LINE_BREAK, '\n')
}

/** As `renderInline`, for headings: without addresses and backticks, which would crowd the titles of chunks. */
export function renderHeading(source: string, targets: LinkTargets): string {
  const text = mapOutsideCode(source, (part) => renderMarkup(part, (words) => words, targets))
  return text
    .replace(/(`+)(.+?)\1/gs, '$2')
    .replaceAll(LINE_BREAK, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}

/** A link's text with its address behind it, when that is a web address and not the text itself. */
export function withAddress(text: string, url: string): string {
  const words = text.trim()
  if (words === '' || !/^(?:https?:\/\/|mailto:)/i.test(url) || url.length > MAX_ADDRESS) return text
  const bare = url.replace(/^mailto:/i, '')
  return text.includes(bare) || bare.replace(/^https?:\/\/|\/$/gi, '') === words ? text : `${text} (${bare})`
}

// Code spans may stand inside links, so they are put aside, not cut around. The marks are no characters.
function mapOutsideCode(source: string, render: (part: string) => string): string {
  if (!MARKED.test(source)) return source
  if (!source.includes('`')) return render(source)
  const spans: string[] = []
  const text = source.replace(CODE_SPAN, (span) => `\ufdd1${spans.push(span) - 1}\ufdd2`)
  return render(text).replace(/\ufdd1(\d+)\ufdd2/g, (whole, at: string) => spans[Number(at)] ?? whole)
}

const CODE_SPAN = /(?<![\\`])(`{1,5})(?!`)(?:[^`]|(?!\1(?!`))`)+?\1(?!`)/g
const MARKED = /[[\]`*_<&\\~]/
const ADDRESS = String.raw`\(\s*<?(?<url>[^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*)>?(?:\s+(?:"[^"]*"|'[^']*'))?\s*\)`
const WORDS = String.raw`\[(?<words>(?:[^[\]\\]|\\.|\[[^[\]]*\])*)\]`
const REFERENCE = String.raw`(?:${ADDRESS}|\[(?<label>[^[\]]*)\])`
const BADGE = new RegExp(
  String.raw`\[\s*(?:!\[[^[\]]*\](?:\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+"[^"]*")?\)|\[[^[\]]*\])\s*)+\]${REFERENCE}`,
  'g',
)
const IMAGE = new RegExp(`!${WORDS}${REFERENCE}`, 'g')
const LINK = new RegExp(`${WORDS}(?:${REFERENCE})?`, 'g')
const TAG =
  /<\/?(?:a|abbr|b|big|br|center|cite|code|dd|del|details|div|dl|dt|em|figure|font|h[1-6]|hr|i|img|ins|kbd|li|mark|ol|p|picture|pre|q|rp|rt|ruby|s|samp|small|source|span|strike|strong|sub|summary|sup|table|tbody|td|th|thead|tr|tt|u|ul|var|video|wbr)(?:\s[^<>]*)?\/?>|<!--.*?-->/gis

type LinkWriter = (words: string, url: string) => string

function renderMarkup(source: string, link: LinkWriter, targets: LinkTargets): string {
  if (!MARKED.test(source)) return source
  let text = source.replace(/\\\n/g, LINE_BREAK)
  if (text.includes('[')) text = renderLinks(text.replace(BADGE, '').replace(IMAGE, '$<words>'), link, targets)
  if (text.includes('<')) {
    text = text
      .replace(/<((?:https?:\/\/|mailto:)[^\s<>]+)>/gi, '$1')
      .replace(/<br\s*\/?>/gi, LINE_BREAK)
      .replace(TAG, '')
  }
  return unescapeText(unmarkEmphasis(text))
}

function renderLinks(text: string, link: LinkWriter, targets: LinkTargets): string {
  let rendered = ''
  let end = 0
  for (const match of text.matchAll(LINK)) {
    const { words = '', url, label } = match.groups ?? {}
    const target = url ?? targets.get((label || words).toLowerCase().replace(/\s+/g, ' ').trim())
    rendered += text.slice(end, match.index)
    end = match.index + match[0].length
    if (target !== undefined) rendered += link(words, target)
    // Brackets around links are brackets.
    else
      rendered += words.includes('](')
        ? `[${renderLinks(words, link, targets)}]${match[0].slice(words.length + 2)}`
        : match[0]
  }
  return rendered + text.slice(end)
}

function unmarkEmphasis(text: string): string {
  return text
    .replace(/(?<![\\*])(\*{1,3})(?=[^\s*])([^*]*[^\s*\\])\1(?!\*)/g, '$2')
    .replace(/(?<![\\\w_])(_{1,3})(?=[^\s_])([^_]*[^\s_\\])\1(?![\w_])/g, '$2')
    .replace(/~~(?=\S)([^~]*\S)~~/g, '$1')
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  copy: '©',
  mdash: '—',
  ndash: '–',
  hellip: '…',
}

function unescapeText(text: string): string {
  const named = text.replace(
    /&(#\d{1,7}|#x[\da-f]{1,6}|[a-z]{2,8});/gi,
    (whole, name: string) => decodeEntity(name) ?? whole,
  )
  return named.replace(/\\([!-/:-@[-`{-~])/g, '$1')
}

function decodeEntity(name: string): string | undefined {
  if (!name.startsWith('#')) return ENTITIES[name]
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10)
  return code >= 0x20 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff)
    ? String.fromCodePoint(code)
    : undefined
}
