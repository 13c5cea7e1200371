import { ZERO_WIDTH_SPACE } from '../../../common/chat/characters.ts'
import { findInvite } from './safe-addresses.ts'

/** A narrow space that does not break the line: what looks like a mention is none with it, and keeps its look. */
export const GAP = '\u202f'

const MARKS = /[\\*_~`|<[\]]|:(?=\/\/)/g
/** What begins a heading, a note, a quote, or a point of a list where a line begins. */
const LINE_START = /^([\s\p{Default_Ignorable_Code_Point}]*)(?:([#>+-])|(\d+)\.)/gmu
const CALL = /@(?=[\p{Default_Ignorable_Code_Point}\p{M}]*(?:everyone|here))/giu
const INVITES = /discord/gi

/** Foreign text as it may stand in Discord's Markdown: seen as it is, without formatting, mentions and links. */
export function escapeText(text: string): string {
  return breakInvites(text)
    .replace(MARKS, '\\$&')
    .replace(CALL, `@${GAP}`)
    .replace(LINE_START, (_, space: string, mark: string | undefined, number: string | undefined) =>
      mark === undefined ? `${space}${number}\\.` : `${space}\\${mark}`,
    )
}

/** A thin cut behind the name of an invitation's host: the address stays readable, and unfolds into nothing. */
export function breakInvites(text: string): string {
  return text.replace(INVITES, (found, at: number) => {
    const invite = findInvite(text, at)
    // The rest of the address follows as it is.
    return invite === undefined ? found : `${found}${ZERO_WIDTH_SPACE}`
  })
}
