import type { ToolArguments } from './tool.ts'

/** Arguments as a person reads them before approving a call. */
export interface WrittenArguments {
  /** Indented JSON. Where it is whole, parsing it gives the very arguments. */
  readonly text: string
  /** Whether nothing had to be cut: what cannot be shown whole cannot be approved. */
  readonly isWhole: boolean
}

export interface WritingRules {
  /** Most UTF-16 units. */
  readonly most: number
  /** Whether a surface shows the text as it stands there. Where it does not, more of it is written as escapes. */
  readonly isPlain?: (json: string) => boolean
}

/** What is not seen, is taken for a space, or changes the order of what is seen; and what ends a block of code. */
const UNSEEN = /(?!\n)[\p{C}\p{Default_Ignorable_Code_Point}\p{Me}\u2800`]|(?! |\n)\p{Z}/gu
/** Marks piled upon marks, or upon what is no letter, to cover what stands there. */
const PILED = /(?<![\p{L}\p{N}\p{M}])\p{M}|(?<=\p{M}{2})\p{M}/gu
/** Room that would push what follows out of sight. At the beginning of a line it is indentation. */
const GAPS = /(?<=\S) {8,}/gu
/** What mentions, links and tags begin with, in every width. */
const MARKUP = /[<>@&/\uff06\uff0f\uff1c\uff1e\uff20\ufe60\ufe64\ufe65\ufe6b]/gu

/** Writes arguments exactly: what could hide, deceive or act is written as an escape of JSON, which means the same. */
export function writeArguments(args: ToolArguments, { most, isPlain = () => true }: WritingRules): WrittenArguments {
  const json = JSON.stringify(args, null, 2)
    .replace(UNSEEN, escapeAll)
    .replace(PILED, escapeAll)
    .replace(GAPS, escapeAll)
  const text = isPlain(json) ? json : json.replace(MARKUP, escapeAll)
  if (!isPlain(text)) return { text: '…', isWhole: false }
  return text.length <= most ? { text, isWhole: true } : { text: `${cut(text, most - 1)}…`, isWhole: false }
}

function escapeAll(characters: string): string {
  let escaped = ''
  for (let at = 0; at < characters.length; at += 1) {
    escaped += `\\u${characters.charCodeAt(at).toString(16).padStart(4, '0')}`
  }
  return escaped
}

/** No character is torn apart; half an escape is seen to be one. */
function cut(text: string, most: number): string {
  return text.slice(0, Math.max(0, most)).replace(/[\ud800-\udbff]$/, '')
}
