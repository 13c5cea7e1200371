/** What an opening angle bracket turned out to be; `length` from the bracket on. */
export type AngleSource =
  /** A tag, comment or declaration that is not shown. */
  | { readonly kind: 'markup'; readonly length: number; readonly gap: '' | ' ' | '\n' }
  /** `<https://…>`, or Slack's `<https://…|label>`. */
  | { readonly kind: 'address'; readonly length: number; readonly address: string; readonly label: string }
  | { readonly kind: 'text' }

const LONGEST = 1000
const ADDRESS = /^<((?:https?:\/\/|mailto:)[^\s<>|]+)(?:\|([^<>\n]*))?>/i
const COMMENT = /^<!--(?:>|->|[\s\S]*?-->)/
const DECLARATION = /^<(?:!doctype\b[^<>]*|\?[^<>]*\?)>/i
const TAG = /^<(\/?)([a-z][a-z\d]*)(?:[\s/][^<>]*)?>/i
const BEGUN_TAG = /^<(?:!-?|!d(?:o(?:c(?:t(?:y(?:p(?:e(?:\b[^<>]*)?)?)?)?)?)?)?|\?[^<>]*|\/?[a-z\d]*(?:[\s/][^<>]*)?)$/i
const BEGUN_ADDRESS = /^<(?:https?:|mailto:)[^<>\n]*$/i

const NAMES =
  'a abbr address article aside audio b bdi bdo big blockquote body br button canvas caption center cite code col colgroup data dd del details dfn dialog div dl dt em embed fieldset figcaption figure font footer form h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ins kbd label legend li link main map mark menu meta nav noscript object ol optgroup option output p param picture pre progress q rp rt ruby s samp script section select small source span strike strong style sub summary sup svg table tbody td template textarea tfoot th thead time title tr track tt u ul var video wbr'
const KNOWN = new Set(NAMES.split(' '))
const BLOCKS =
  'address article aside blockquote br center dd details div dl dt figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tr ul'
const BREAKING = new Set(BLOCKS.split(' '))
const BEGINNINGS = new Set(
  [...KNOWN, 'https', 'mailto'].flatMap((name) => [...name].map((_, at) => name.slice(0, at + 1))),
)

/** Reads from an opening angle bracket. `more` when what follows decides. */
export function readAngle(text: string, at: number, isEnded: boolean): AngleSource | 'more' {
  const source = text.slice(at, at + LONGEST)
  const address = ADDRESS.exec(source)
  if (address !== null) {
    return { kind: 'address', length: address[0].length, address: address[1] ?? '', label: address[2] ?? '' }
  }
  const hidden = COMMENT.exec(source) ?? DECLARATION.exec(source)
  if (hidden !== null) return { kind: 'markup', length: hidden[0].length, gap: '' }
  const tag = TAG.exec(source)
  if (tag !== null && KNOWN.has(tag[2]?.toLowerCase() ?? '')) {
    return { kind: 'markup', length: tag[0].length, gap: gapOf(tag[2]?.toLowerCase() ?? '') }
  }
  return !isEnded && source.length < LONGEST && isBegun(source) ? 'more' : { kind: 'text' }
}

function gapOf(name: string): '' | ' ' | '\n' {
  if (BREAKING.has(name)) return '\n'
  return name === 'td' || name === 'th' ? ' ' : ''
}

function isBegun(source: string): boolean {
  if (BEGUN_ADDRESS.test(source) || source.startsWith('<!--')) return true
  if (!BEGUN_TAG.test(source)) return false
  // What cannot become a known name any more is text already.
  const name = /^<\/?([a-z\d]*)(.?)/i.exec(source)
  const read = name?.[1]?.toLowerCase() ?? ''
  if (read === '') return true
  return name?.[2] === '' ? BEGINNINGS.has(read) : KNOWN.has(read)
}
