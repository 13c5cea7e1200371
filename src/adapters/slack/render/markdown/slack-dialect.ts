import { ZERO_WIDTH_SPACE } from '../../../common/chat/characters.ts'
import type { BlockDialect, InlineDialect, InlineLink, MarkdownDialect } from '../../../common/chat/markdown/dialect.ts'
import { hasScheme, safeAddress } from '../../../common/chat/markdown/safe-address.ts'
import { neutralizeMentions } from '../neutralize-mentions.ts'
import { createSlackMarkers } from './slack-markers.ts'

/** Slack reads nested lists by steps of four; a longer mark needs as much as itself. */
const STEP = 4
const LOWEST_HEADING = 3
const LONGEST_ADDRESS = 2000
const ASCII_PUNCTUATION = /^[!-/:-@[-`{-~]$/
/** Of a file or page beside the document; what has markup in it is none. */
const PATH = /^[\p{L}\p{N}./%?=&+-][\p{L}\p{N}./%?=&+#_-]*$/u
/** Text that would begin a block, were it the first of its line. */
const BLOCK_START = /^(?:[#>`~|+=\d-]|\* )/
/** What two characters would mean together that were apart. */
const MEANS_MORE = /^(?:``|\*\*|__|~~|!\[|\][([:])/

const blocks: BlockDialect = {
  indentOf: (mark) => Math.max(STEP, mark.length),
  quoteMark: () => '> ',
  blankOf: (prefix) => prefix.trimEnd(),
  keepsCodeInLists: true,
  mergesLists: false,
  headingMarks: (level) => ({ mark: `${'#'.repeat(Math.min(LOWEST_HEADING, level))} `, end: '' }),
  // Dashes below text would make a heading of it, which they were not.
  rule: (isBelowText) => (isBelowText ? '***' : '---'),
  columns: 100,
  fences: {
    // With one mark more outside, fences within stand.
    mark: (length, isMarkdown) => '`'.repeat(isMarkdown ? 4 : length),
    language: (name) => name,
    createGuard: (mark) => ({ startLine: (text) => guardCode(text, mark), goOn: (text) => text }),
    filler: '',
  },
}

const inline: InlineDialect = {
  hardBreak: '  \n',
  plain: /[^\\`*_~[\]!<\n ]+/y,
  guardWords(words, { previous, wasStripped }) {
    const isRisky = previous === '' ? BLOCK_START.test(words) : MEANS_MORE.test(previous + words.charAt(0))
    return wasStripped && isRisky ? ZERO_WIDTH_SPACE + words : words
  },
  read: () => undefined,
  createMarkers: createSlackMarkers,
  escape: (next) => (ASCII_PUNCTUATION.test(next) ? { length: 2, words: `\\${next}` } : { length: 1, words: '\\' }),
  code: (source) => source,
  // Marks that open no fence only for what follows them must not open one when that is gone.
  ticks: (run, isLineStart) => (isLineStart && run.length >= 3 ? ZERO_WIDTH_SPACE + run : run),
  // Where it could begin a tag or a mention for Slack, it is written so that it cannot.
  less: (next) => (/^[\s\d=-]?$/.test(next) ? '<' : '&lt;'),
  openingBracket: (mark) => mark,
  // A bracket that ends no link must not begin one, or a definition, for a more lenient reader.
  closingBracket: (next) => (next === '(' || next === ':' ? `]${ZERO_WIDTH_SPACE}` : ']'),
  address: slackAddress,
  link: writeLink,
  unlinked: describeTarget,
  words: (text) => text,
}

/** Markdown as Slack reads it (https://docs.slack.dev/reference/block-kit/blocks/markdown-block). */
export const slackDialect: MarkdownDialect = { blocks, inline }

/** An address that Slack may link, in a spelling that mentions nobody. */
export function slackAddress(written: string): string | undefined {
  const address = safeAddress(written, LONGEST_ADDRESS)
  if (address === undefined || neutralizeMentions(address) === address) return address
  return address.replace(/[@\uff20\ufe6b]/g, encodeURIComponent)
}

function writeLink({ label, address }: InlineLink, before: string): string {
  const words =
    label === '' ? address.replace(/^mailto:/i, '').replace(/[[\]]/g, encodeURIComponent) : balanceBrackets(label)
  // An exclamation mark before it would make a picture of it.
  return `${before === '!' ? ZERO_WIDTH_SPACE : ''}[${words}](${address})`
}

/** What is left of a link that may not be one: a path is worth reading, `javascript:` is not. */
function describeTarget({ label, destination, isImage }: Omit<InlineLink, 'address'>): string {
  const words = balanceBrackets(label)
  if (isImage || !PATH.test(destination) || hasScheme(destination)) return words
  return words === '' ? destination : `${words} (${destination})`
}

function balanceBrackets(label: string): string {
  let depth = 0
  for (const bracket of label.replace(/\\./g, '').match(/[[\]]/g) ?? []) {
    depth += bracket === '[' ? 1 : -1
    if (depth < 0) break
  }
  return depth === 0 ? label : label.replace(/(?<!\\)[[\]]/g, '\\$&')
}

/** Keeps a line of code from ending its fence. */
function guardCode(text: string, mark: string): string {
  return /^ {0,3}`+ *$/.test(text) && text.trim().length >= mark.length ? ZERO_WIDTH_SPACE + text : text
}
