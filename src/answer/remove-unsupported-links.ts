import { ADDRESS, ADDRESS_IN_CODE, cutAddress, findLinks, trimAddress } from './find-links.ts'
import { splitCode } from './split-code.ts'
import { stripInvisible } from './strip-invisible.ts'

/**
 * Keeps only addresses that stand letter by letter in the evidence, in whatever form they are written: Markdown
 * links and images, references, autolinks, HTML, bare ones, hidden behind entities, escapes or full-width letters.
 * A model that obeys a hostile document can therefore neither lure a reader nor carry anything out in an address.
 */
export function removeUnsupportedLinks(text: string, allowed: ReadonlySet<string>, language: 'en' | 'ja'): string {
  const removed = language === 'ja' ? '（リンク省略）' : '(link removed)'
  return splitCode(stripInvisible(text))
    .map((part) =>
      part.kind === 'code'
        ? cleanAddresses(part.text, ADDRESS_IN_CODE, allowed, removed)
        : cleanProse(part.text, allowed, removed),
    )
    .join('')
}

/** The addresses that texts of the evidence contain. */
export function collectAllowedLinks(texts: readonly string[]): ReadonlySet<string> {
  return new Set(texts.flatMap(findLinks))
}

function cleanProse(text: string, allowed: ReadonlySet<string>, removed: string): string {
  const unmasked = unmaskAddresses(text)
  const withoutDefinitions = unmasked.replace(DEFINITION, (line, target: string) => (allowed.has(target) ? line : ''))
  const withoutImages = replaceLinks(withoutDefinitions, allowed)
  const withoutTags = withoutImages.replace(TAG, (tag) => keepAutolink(tag, allowed))
  return cleanAddresses(withoutTags, ADDRESS, allowed, removed)
}

const DEFINITION = /^[ \t>]*\[[^\]\n]{1,200}\]:[ \t]*\n?[ \t]*<?([^\s>]+)>?[^\n]*$\n?/gm

/** Undoes what a renderer would undo before it looks for addresses. */
function unmaskAddresses(text: string): string {
  return text
    .replace(
      /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(colon|sol|bsol|period|lpar|rpar|lsqb|rsqb|lbrack|rbrack|commat|tab|newline|amp));?/gi,
      decodeEntity,
    )
    .replace(/\\(?=[:/.@()[\]<>_*~-])/g, '')
    .replace(/[\uff01-\uff5e]{3,}/g, unfoldFullWidth)
}

const ENTITIES: Readonly<Record<string, string>> = {
  colon: ':',
  sol: '/',
  bsol: '\\',
  period: '.',
  lpar: '(',
  rpar: ')',
  lsqb: '[',
  rsqb: ']',
  lbrack: '[',
  rbrack: ']',
  commat: '@',
  tab: '',
  newline: '',
  amp: '&',
}

function decodeEntity(_entity: string, decimal?: string, hex?: string, name?: string): string {
  if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? ''
  const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal)
  return code >= 0x20 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff)
    ? stripInvisible(String.fromCodePoint(code))
    : ''
}

// Full-width letters are common in Japanese and stay, unless they spell an address.
function unfoldFullWidth(run: string): string {
  const folded = run.normalize('NFKC')
  return folded.search(ADDRESS) === -1 ? run : folded
}

const LINK = /(!?)\[((?:[^[\]]|\[[^[\]]*\])*)\]\(\s*(<[^<>\n]*>|(?:[^()\s]|\([^()]*\))*)((?:[^()]|\([^()]*\))*)\)/g
// `![label][reference]` and `[label][reference]`, but not two citations in a row.
const REFERENCE = /!\[([^[\]]*)\](?:\[[^[\]]*\])?|\[((?!\d+\])[^[\]]+)\]\[(?!\d+\])[^[\]]*\]/g
const MOST_NESTED = 4

function replaceLinks(text: string, allowed: ReadonlySet<string>): string {
  let current = text
  // An image in a link, a link in a link: again until nothing changes.
  for (let pass = 0; pass < MOST_NESTED; pass += 1) {
    const next = current.replace(LINK, (_link, bang: string, label: string, target: string) =>
      replaceLink(bang, label, target.replace(/^<|>$/g, ''), allowed),
    )
    if (next === current) return next.replace(REFERENCE, '$1$2')
    current = next
  }
  return current.replaceAll('](', '] (')
}

function replaceLink(bang: string, label: string, address: string, allowed: ReadonlySet<string>): string {
  // Numbers are citations, whatever the model linked them to.
  if (/^\d{1,3}$/.test(label.trim())) return `[${label.trim()}]`
  // An image is fetched without a click, so not even an address of the evidence may become one.
  return bang === '' && allowed.has(address) ? `[${label}](${address})` : label
}

const HTML_NAMES =
  'a|abbr|area|article|aside|audio|b|base|bdo|big|blink|blockquote|body|br|button|canvas|center|cite|code|col|dd|del|details|dialog|div|dl|dt|em|embed|fieldset|figure|font|footer|form|frame|frameset|h[1-6]|head|header|hr|html|i|iframe|img|image|input|ins|kbd|label|legend|li|link|main|map|mark|marquee|math|menu|meta|nav|noscript|object|ol|optgroup|option|p|param|picture|pre|q|s|samp|script|section|select|small|source|span|strike|strong|style|sub|summary|sup|svg|table|tbody|td|template|textarea|tfoot|th|thead|title|tr|track|tt|u|ul|use|var|video|xml|xss'
const TAG = new RegExp(
  String.raw`<!--[\s\S]*?(?:-->|$)|</?(?:${HTML_NAMES})(?=[\s/>])[^>]*(?:>|$)|</?[a-z][\w:-]*\s[^>]*=[^>]*(?:>|$)|<[!@#][^<>\s]*>|<[a-z][a-z0-9+.-]*:[^<>]*>`,
  'gi',
)

function keepAutolink(tag: string, allowed: ReadonlySet<string>): string {
  const address = tag.slice(1, -1)
  if (allowed.has(address)) return tag
  // Slack's form: <address|label>.
  const [target = '', label = ''] = address.split('|')
  if (label !== '') return allowed.has(target) ? target : label
  return ADDRESS_START.test(address) ? address : ''
}

const ADDRESS_START = /^[a-z][a-z0-9+.-]*:/i

// A sentence that begins without a space ('in 2020.It was') is no host.
const MISSING_SPACE = /^[^./]+\.[A-Z][a-z]$/

function cleanAddresses(text: string, pattern: RegExp, allowed: ReadonlySet<string>, removed: string): string {
  return text.replace(pattern, (address) => {
    if (allowed.has(address) || MISSING_SPACE.test(address)) return address
    const trimmed = trimAddress(address)
    if (allowed.has(trimmed)) return address
    const alone = trimAddress(cutAddress(address))
    if (alone === '' || alone.length === trimmed.length) return `${removed}${address.slice(trimmed.length)}`
    return separate(
      allowed.has(alone) ? alone : removed,
      cleanAddresses(address.slice(alone.length), pattern, allowed, removed),
    )
  })
}

// Text that follows without a space could be read as a part of the address, and so carry something out.
function separate(address: string, rest: string): string {
  return rest === '' || rest.startsWith('](') || rest.startsWith(')') ? address + rest : `${address} ${rest}`
}
