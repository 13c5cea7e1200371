/** How a platform wants Markdown written, where it is not as CommonMark has it. */
export interface MarkdownDialect {
  readonly blocks: BlockDialect
  readonly inline: InlineDialect
}

export interface BlockDialect {
  /** Spaces that the further lines of a list item begin with. @param mark such as `- ` or `10. ` */
  readonly indentOf: (mark: string) => number
  /** @param depth how many quotes there are around it */
  readonly quoteMark: (depth: number) => string
  /** A blank line within containers. @param prefix what other lines there begin with */
  readonly blankOf: (prefix: string) => string
  /** Whether code and tables may stand within list items; else they begin at the margin, or at that of the quote. */
  readonly keepsCodeInLists: boolean
  /** Whether a list directly below one of the other kind would become part of it. */
  readonly mergesLists: boolean
  /** What stands around a heading. @param level 1 to 6 */
  readonly headingMarks: (level: number) => { readonly mark: string; readonly end: string }
  readonly rule: (isBelowText: boolean) => string
  /** Columns that a block of code shows before its lines are wrapped. */
  readonly columns: number
  readonly fences: FenceDialect
}

export interface FenceDialect {
  /** @param length of the one in the source. @param isMarkdown whether fences within are likely */
  readonly mark: (length: number, isMarkdown: boolean) => string
  /** The name of a language as the platform takes it; empty for none. */
  readonly language: (name: string) => string
  readonly createGuard: (mark: string) => FenceGuard
  /** What an empty block needs to be shown as one; mostly nothing. */
  readonly filler: string
}

/** Rewrites code so that no part of it ends its block. What comes out does not depend on how lines are cut. */
export interface FenceGuard {
  startLine(text: string): string
  goOn(text: string): string
}

export interface InlineDialect {
  readonly hardBreak: string
  /** Matches characters that need no second look, as many as there are; sticky. */
  readonly plain: RegExp
  /** Rewrites words that would mean more where they come to stand than they did. */
  readonly guardWords: (words: string, place: WordPlace) => string
  /** Reads what only this platform makes something of. */
  readonly read: (source: InlineSource) => InlineReading | 'more' | undefined
  /** @param isStrong whether all of it is strong already */
  readonly createMarkers: (isStrong: boolean) => MarkerWriter
  /** A backslash. @param next the character behind it; empty at the end of the block */
  readonly escape: (next: string) => InlineReading
  /** Code with its backticks, on one line. @param isStrong whether all around it is strong */
  readonly code: (source: string, isStrong: boolean) => string
  /** A run of backticks that is no code. */
  readonly ticks: (run: string, isLineStart: boolean) => string
  /** An angle bracket that begins no tag and no address. */
  readonly less: (next: string) => string
  /** A bracket that begins no link: `[` or `![`. @param text from there on */
  readonly openingBracket: (mark: string, text: string) => string
  readonly closingBracket: (next: string) => string
  /** An address as it may be linked; undefined for others. */
  readonly address: (written: string) => string | undefined
  readonly link: (link: InlineLink, before: string) => string
  /** What is left of a link whose address may not be linked. */
  readonly unlinked: (link: Omit<InlineLink, 'address'>) => string
  /** Words as they are, without any markup. */
  readonly words: (text: string) => string
}

export interface WordPlace {
  /** Whether they are the first words of a line. */
  readonly isLineStart: boolean
  /** The character before them; empty at the start of a line. */
  readonly previous: string
  /** Whether markup was taken away directly before them. */
  readonly wasStripped: boolean
}

/** Text that is being read, up to where it is there. */
export interface InlineSource {
  readonly text: string
  readonly at: number
  readonly isEnded: boolean
  /** Whether nothing was written on the line yet but marks of emphasis. */
  readonly isLineStart: boolean
  /** Whether it is the label of a link. */
  readonly isLabel: boolean
}

/** `length` of the source, and what is written for it. */
export interface InlineReading {
  readonly length: number
  readonly words: string
}

export interface InlineLink {
  /** As in the source, and converted. */
  readonly source: string
  readonly label: string
  /** As in the source, and as `InlineDialect.address` gave it. */
  readonly destination: string
  readonly address: string
  readonly isImage: boolean
}

/** Writes the marks of emphasis of one block. */
export interface MarkerWriter {
  take(run: MarkerRun): MarkerReading | 'more'
  /** What ends the emphasis that was to end before a place in the block, but cannot: what is no text goes on up to there. */
  settle(place: number): readonly string[]
  /** What ends the emphasis that is still open where the block ends. */
  end(): readonly string[]
}

/** What became of a run of marks, in this order. */
export interface MarkerReading {
  /** Marks that belong to the words before them, from the inner one. */
  readonly closing?: readonly string[]
  /** Marks that stand as they are. */
  readonly plain?: string
  /** Marks that belong to the words behind them, from the outer one. */
  readonly opening?: readonly string[]
}

/** A run of `*`, `_` or `~`. */
export interface MarkerRun {
  readonly text: string
  /** Where it begins and ends in the text. */
  readonly at: number
  readonly end: number
  /** Where the text begins in the block. */
  readonly offset: number
  readonly isEnded: boolean
  /** Characters beside it; empty at the edges of the block. */
  readonly before: string
  readonly after: string
}
