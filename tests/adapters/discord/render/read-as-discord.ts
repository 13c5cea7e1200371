/** What Discord's clients make of a text, as far as it is known. Written apart from the product's own idea of it. */
export interface DiscordNode {
  readonly kind:
    | 'text'
    | 'bold'
    | 'italic'
    | 'underline'
    | 'strike'
    | 'spoiler'
    | 'code'
    | 'block'
    | 'link'
    | 'address'
    | 'token'
    | 'call'
    | 'heading'
    | 'small'
    | 'quote'
    | 'rest-quote'
    | 'item'
  /** Of text, code and addresses. */
  readonly value: string
  /** Address of a link, language of a block, mark of an item. */
  readonly detail: string
  readonly children: readonly DiscordNode[]
}

interface State {
  /** Whether nothing but spaces was read on the line; marks of emphasis do not count. */
  isStart: boolean
  isQuote: boolean
}

type Rule = readonly [kind: DiscordNode['kind'], pattern: RegExp, isAtStart?: boolean]

/** In the order in which they are tried. The first group is what is inside, the second a detail. */
const RULES: readonly Rule[] = [
  ['heading', /^#{1,3} +(?!#)([^\n]*\n?)/, true],
  ['small', /^-# +(?!-#)([^\n]*\n?)/, true],
  ['rest-quote', /^>>> ([\s\S]*)/, true],
  ['quote', /^> ([^\n]*(?:\n *> [^\n]*)*\n?)/, true],
  ['item', /^(?:(?=([-+*]|\d+\.) )[-+*\d.]+) +([^\n]+(?:\n {2}[^\n]+)*\n?)/, true],
  ['block', /^```(?:([\w+.#-]*)[^\S\n]*\n)?\n*([^\n][\s\S]*?)\n*```/],
  ['code', /^(``?)([\s\S]*?)\1/],
  ['bold', /^\*\*([\s\S]+?)\*\*(?!\*)/],
  ['underline', /^__([\s\S]+?)__(?!_)/],
  ['italic', /^\*(?=\S)((?:\\\*|\*\*|\s+(?:[^*\s]|\\\*|\*\*)|[^\s*])+?)(?<!\\)\*(?!\*)/],
  ['italic', /^_((?:__|\\[\s\S]|[^\\_])+?)_(?![A-Za-z\d_])/],
  ['strike', /^~~([\s\S]+?)~~/],
  ['spoiler', /^\|\|([\s\S]+?)\|\|/],
  ['token', /^(<(?:@|#|\/|id:|a?:\w|t:)[^>]*>)/],
  ['address', /^<(https?:\/\/[^\s<>]+)>/],
  ['address', /^((?:https?|steam|ftp|discord):\/\/[^\s<]+)/],
  ['call', /^(@(?:everyone|here))/i],
]
/** What begins nothing, wherever it stands. */
const PLAIN = /[^\\[`*_~|<@hsfdHSFD\n#>+\d-]+/y
const ESCAPE = /^\\([^0-9A-Za-z\s])/u
const LINK = /^\[((?:\[[^[\]]*\]|[^[\]])*)\]\(\s*<?((?:https?|discord):\/\/[^\s<>)]+)>?\s*\)/
const LENIENT_LINK = /^\[([^\]]*)\]\(\s*<?((?:https?|discord):\/\/[^\s<>)]+)>?\s*\)/

export function readAsDiscord(text: string): DiscordNode[] {
  return read(text, { isStart: true, isQuote: false })
}

/** All nodes, those within others too. */
export function nodesOf(nodes: readonly DiscordNode[]): DiscordNode[] {
  return nodes.flatMap((node) => [node, ...nodesOf(node.children)])
}

/** The words that are seen, without what has no width. */
export function wordsOf(nodes: readonly DiscordNode[]): string {
  return nodes
    .map((node) => node.value + wordsOf(node.children))
    .join('')
    .replace(/[\u200b\u2060]/g, '')
}

/** The words of all nodes of a kind. */
export function textsOf(text: string, kind: DiscordNode['kind']): string[] {
  return nodesOf(readAsDiscord(text)).flatMap((node) => (node.kind === kind ? [wordsOf([node])] : []))
}

function read(text: string, state: State): DiscordNode[] {
  const nodes: DiscordNode[] = []
  let words = ''
  const flush = () => {
    if (words !== '') nodes.push({ kind: 'text', value: words, detail: '', children: [] })
    words = ''
  }
  for (let at = 0; at < text.length; ) {
    PLAIN.lastIndex = at
    const plain = PLAIN.exec(text)?.[0]
    if (plain !== undefined) {
      words += plain
      state.isStart &&= !/\S/.test(plain)
      at += plain.length
      continue
    }
    const rest = text.slice(at)
    const escaped = ESCAPE.exec(rest)
    if (escaped !== null) {
      words += escaped[1] ?? ''
      state.isStart = false
      at += escaped[0].length
      continue
    }
    const found = match(rest, state)
    if (found !== undefined) {
      flush()
      nodes.push(found.node)
      state.isStart = rest.charAt(found.length - 1) === '\n' || (state.isStart && !/\S/.test(wordsOf([found.node])))
      at += found.length
      continue
    }
    const character = String.fromCodePoint(rest.codePointAt(0) ?? 0)
    words += character
    state.isStart = character === '\n' || (state.isStart && /\s/.test(character))
    at += character.length
  }
  flush()
  return nodes
}

function match(rest: string, state: State): { readonly node: DiscordNode; readonly length: number } | undefined {
  const link = LINK.exec(rest) ?? LENIENT_LINK.exec(rest)
  // What looks like an address in a label makes text of the link.
  if (link !== null && !/https?:\/\/\w\w/.test(link[1] ?? '')) {
    const children = readLabel(link[1] ?? '', state)
    return { node: { kind: 'link', value: '', detail: link[2] ?? '', children }, length: link[0].length }
  }
  for (const [kind, pattern, isAtStart = false] of RULES) {
    if ((isAtStart && !state.isStart) || (state.isQuote && kind.endsWith('quote'))) continue
    const found = pattern.exec(rest)
    if (found === null) continue
    const node = build(kind, found, state)
    if (node !== undefined) return { node, length: found[0].length }
  }
  return undefined
}

function build(
  kind: DiscordNode['kind'],
  [, first = '', second = '']: RegExpExecArray,
  state: State,
): DiscordNode | undefined {
  const inside = (text: string, change: Partial<State> = {}) => read(text, { ...state, ...change })
  switch (kind) {
    case 'block':
    case 'code':
      return /[^`]/.test(second) ? { kind, value: second, detail: first, children: [] } : undefined
    case 'token':
    case 'address':
    case 'call':
      return { kind, value: first, detail: '', children: [] }
    case 'quote':
      return {
        kind,
        value: '',
        detail: '',
        children: inside(first.replace(/\n *> /g, '\n'), { isQuote: true, isStart: true }),
      }
    case 'rest-quote':
      return { kind, value: '', detail: '', children: inside(first, { isQuote: true, isStart: true }) }
    case 'item':
      return { kind, value: '', detail: first, children: inside(second.replace(/\n {1,4}/g, '\n'), { isStart: true }) }
    case 'heading':
    case 'small':
      return { kind, value: '', detail: '', children: inside(first, { isStart: true }) }
    default:
      return { kind, value: '', detail: '', children: inside(first) }
  }
}

/** In labels escapes are off: their backslashes are seen. */
function readLabel(label: string, state: State): DiscordNode[] {
  return read(label.replaceAll('\\', '\\\\'), { ...state })
}
