// Schemes that a client may make clickable or fetch, written with or without slashes.
const SCHEMES =
  'https?|ftps?|wss?|javascript|vbscript|data|file|blob|mailto|tel|sms|slack|discord|intent|market|magnet|ssh|git|irc|xmpp|about|chrome'
// Top-level domains that chat clients make clickable without a scheme and that are not file endings of documentation.
const TOP_LEVEL =
  'com|net|org|edu|gov|mil|int|info|biz|name|io|dev|app|co|ai|me|tv|cc|xyz|top|site|online|club|shop|store|tech|cloud|link|click|live|page|web|zip|mov|icu|vip|work|world|space|fun|ws|to|ly|gg|gl|gd|eu|us|uk|de|fr|it|es|nl|be|ch|at|se|no|fi|dk|pl|cz|pt|gr|ie|ru|su|ua|by|cn|hk|tw|jp|kr|in|id|vn|th|sg|au|nz|ca|mx|br|ar|cl|za|ng|ke|tr|il|ir|sa|ae|xn--[a-z0-9-]+'

const STOP = '\\s<>"\'\\x60「」『』（）【】、。，．！？；：'
const WITH_SCHEME = [
  String.raw`[a-z][a-z0-9+.-]{0,20}:[/\\]+[^${STOP}]+`,
  String.raw`\b(?:${SCHEMES}):[^${STOP}]+`,
  String.raw`(?<![\w.])www\.[\w-]+[^${STOP}]*`,
]
// A target or attribute, not a comment.
const QUOTED_RELATIVE = String.raw`(?<=[("'<=]\s?)//[\w-]+(?:\.[\w-]+)+[^${STOP}]*`
const BARE = [
  String.raw`(?<![\w:/.])//[\w-]+(?:\.[\w-]+)+[^${STOP}]*`,
  String.raw`(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+`,
  String.raw`(?<![\w@.-])(?:[\w-]{1,63}\.){1,9}(?:${TOP_LEVEL})(?![\w-])(?:[:/?#][^${STOP}]*)?`,
  String.raw`(?:(?!\w)[\p{L}\p{N}]){1,63}\.(?:com|net|org|jp)(?![\w-])(?:[:/?#][^${STOP}]*)?`,
  String.raw`(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}[:/][^${STOP}]*`,
]

/**
 * Everything that reads as an address, whatever its `scheme://`, dangerous schemes without slashes, protocol-relative ones,
 * bare hosts and mail addresses. Meant to find too much rather than too little.
 */
export const ADDRESS = new RegExp([...WITH_SCHEME, ...BARE].join('|'), 'giu')

/** In code, where `user.name` is no host: addresses that say what they are. */
export const ADDRESS_IN_CODE = new RegExp([...WITH_SCHEME, QUOTED_RELATIVE].join('|'), 'giu')

/** The addresses of a text, each as written and as a reader would take it out of the sentence around it. */
export function findLinks(text: string): string[] {
  return (text.match(ADDRESS) ?? []).flatMap((address) => {
    const alone = cutAddress(address)
    return [address, trimAddress(address), alone, trimAddress(alone)]
  })
}

/**
 * The part of a run that is surely the address: up to the end of a Markdown link, or up to Japanese text that follows
 * without a space.
 */
export function cutAddress(run: string): string {
  const end = run.search(/\)?[\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff9f]|\]\(|\)[[({]/)
  return end === -1 ? run : run.slice(0, end)
}

/** Punctuation at the end of an address belongs to the sentence; a bracket does when it has no partner. */
export function trimAddress(address: string): string {
  let end = address.length
  while (end > 0) {
    const last = address[end - 1] ?? ''
    const isClosing = last === ')' || last === ']' || last === '}'
    if (!isClosing && !'.,;:!?*_~|'.includes(last)) break
    if (isClosing && hasPartner(address.slice(0, end), last)) break
    end -= 1
  }
  return address.slice(0, end)
}

const PARTNERS: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' }

function hasPartner(text: string, closing: string): boolean {
  const opening = PARTNERS[closing] ?? ''
  return text.split(opening).length >= text.split(closing).length
}
