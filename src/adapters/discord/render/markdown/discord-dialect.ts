import { ZERO_WIDTH_SPACE } from '../../../common/chat/characters.ts'
import type { BlockDialect, InlineDialect, MarkdownDialect } from '../../../common/chat/markdown/dialect.ts'
import { createDiscordMarkers } from './discord-markers.ts'
import { escapeText } from './escape-text.ts'
import { createFenceGuard } from './fence-guard.ts'
import { readForDiscord } from './read-for-discord.ts'
import { discordAddress } from './safe-addresses.ts'
import { writeCode } from './write-code.ts'
import { describeTarget, writeLink } from './write-link.ts'

const LOWEST_HEADING = 3
const RULE = '─'.repeat(10)
/** Before these a backslash is one; before an `h` an address may follow, which is written with a mark. */
const HARMLESS = /^[A-GI-Za-gi-z\d\s]$/
const PUNCTUATION = /^[!-/:-@[-`{-~]$/
/** Brackets that hold words alone, as citations do. */
const SIMPLE_BRACKETS = /^\[[^[\]\n<`\\*_&]{1,80}\](?!\()/
/** What two characters would mean together that were apart. */
const MEANS_MORE = /^(?:\*\*|~~|``|\]\()$/
/** What a mention or an address could be put together from, were the markup between gone. */
const JOINT = /[@.:/]/

const blocks: BlockDialect = {
  indentOf: (mark) => mark.length,
  // Discord's quotes do not nest.
  quoteMark: (depth) => (depth === 0 ? '> ' : '\\> '),
  // Without the space the line would end the quote.
  blankOf: (prefix) => prefix.slice(0, prefix.indexOf('> ') + 1 && prefix.indexOf('> ') + 2),
  keepsCodeInLists: false,
  mergesLists: true,
  headingMarks: (level) =>
    level <= LOWEST_HEADING ? { mark: `${'#'.repeat(level)} `, end: '' } : { mark: '**', end: '**' },
  rule: () => RULE,
  columns: 60,
  fences: {
    // Any three backticks end a block, however many began it.
    mark: () => '```',
    language: (name) => ({ 'c#': 'cs', 'f#': 'fs' })[name.toLowerCase()] ?? name.replaceAll('#', ''),
    createGuard: createFenceGuard,
    filler: ZERO_WIDTH_SPACE,
  },
}

const inline: InlineDialect = {
  hardBreak: '\n',
  plain: /[^\\`*_~[\]!<\n |$@hHdD:&]+/y,
  guardWords(words, { previous, wasStripped }) {
    const joint = previous + words.charAt(0)
    const isRisky = MEANS_MORE.test(joint) || (wasStripped && joint.length === 2 && JOINT.test(joint))
    return isRisky ? ZERO_WIDTH_SPACE + words : words
  },
  read: readForDiscord,
  createMarkers: createDiscordMarkers,
  escape(next) {
    // Discord takes any sign behind a backslash for escaped, also those of other scripts.
    if (HARMLESS.test(next)) return { length: 1, words: '\\' }
    return PUNCTUATION.test(next) ? { length: 2, words: `\\${next}` } : { length: 1, words: '\\\\' }
  },
  code: writeCode,
  ticks: (run) => '\\`'.repeat(run.length),
  less: () => '\\<',
  openingBracket: (mark, text) => (SIMPLE_BRACKETS.test(text) ? mark : mark.replace('[', '\\[')),
  closingBracket: (next) => (next === '(' ? `]${ZERO_WIDTH_SPACE}` : ']'),
  address: discordAddress,
  link: writeLink,
  unlinked: describeTarget,
  words: (text) => escapeText(text.replace(/^mailto:/i, '')),
}

/**
 * Markdown as Discord's clients read it (https://support.discord.com/hc/en-us/articles/210298617): by patterns, wherever
 * they match, over lines and blocks. So whatever is meant as it stands is escaped, and nothing is left open.
 */
export const discordDialect: MarkdownDialect = { blocks, inline }
