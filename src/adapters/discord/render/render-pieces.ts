import { ZERO_WIDTH_SPACE } from '../../common/chat/characters.ts'
import { splitMarkdown } from '../../common/chat/split-markdown.ts'
import { toDiscordMarkdown } from './to-discord-markdown.ts'

/** UTF-16 units of a piece. A message has 2,000 characters; the rest is for what the last one carries. */
const PIECE_CHARACTERS = 1_700

/** All that is not escaped is emphasis. */
const EMPHASIS = { marks: ['**', '~~', '*'], joint: ZERO_WIDTH_SPACE }

/** Markdown as pieces for one message each. Earlier pieces stay as they are while the text grows. */
export function renderPieces(markdown: string): readonly string[] {
  return splitMarkdown(toDiscordMarkdown(markdown), PIECE_CHARACTERS, EMPHASIS)
    .map(trimPiece)
    .filter((piece) => piece !== '')
}

/** Blank lines of quotes at the edges of a piece would be seen, and a cut must not forge one of Kiku's own notes. */
function trimPiece(piece: string): string {
  return piece
    .replace(/^(?:> ?\n)+|(?:\n> ?)+$/g, '')
    .replace(/^([\s\p{Default_Ignorable_Code_Point}]*)-#/u, '$1\\-#')
    .trim()
}
