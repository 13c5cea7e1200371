/**
 * Words, and the signs that can change what is said: numbers with their sign, separators and percent; words with their
 * apostrophes and hyphens; runs of kanji, katakana and hiragana; comparison and currency signs. Marks of quoting and emphasis,
 * white space and other punctuation are no words.
 */
const WORDS =
  /[-−+±~≈<>≤≥=]?\p{N}+(?:[.,:/・-]\p{N}+)*[%‰°]?|\p{Script=Han}+|[\p{Script=Katakana}ー]+|\p{Script=Hiragana}+|(?:(?!\p{Script=Han}|\p{Script=Katakana}|\p{Script=Hiragana})[\p{L}\p{M}])+(?:['’-](?!\p{Script=Han}|\p{Script=Katakana}|\p{Script=Hiragana})\p{L}+)*|[$€£¥=<>≠≤≥±]|[?!]/gu

/**
 * Words in which two texts may differ and say the same: neither person, time, place, part, degree, duty nor number hangs on
 * them. Particles of Japanese are none of these: は, が and を say who does what to whom.
 */
const EMPTY_WORDS: ReadonlySet<string> = new Set(
  'a an the of is are be has have there please also so as です ます だ である でございます ください お ご ね よ なお また'.split(
    ' ',
  ),
)

/** Plain words that matter even at an end. */
const NEGATIONS_AND_LIMITS: ReadonlySet<string> = new Set(
  "no not never none nothing nobody nor neither cannot can't don't doesn't didn't won't isn't aren't wasn't weren't without unless except only but however if until before after hardly rarely seldom barely almost nearly partly sometimes usually always maybe perhaps possibly formerly optional optionally some any all every each both either least most more less fewer over under above below up down on off in out yes must may might should shall can could will would and or to from by with for at was were had did".split(
    ' ',
  ),
)
/** Before the lines of a quoted message. */
const QUOTING = /^[ \t]*(?:>[ \t]*)+/gm
/** Lower-case letters, with apostrophe or hyphen inside. */
const PLAIN = /^\p{Ll}[\p{Ll}\p{M}'’-]*$/u

export function splitWords(text: string): string[] {
  return text.normalize('NFKC').replace(QUOTING, '').match(WORDS) ?? []
}

/** The numbers in a text, in order, as one string. */
export function numbersOf(text: string): string {
  return (text.match(/\p{N}+/gu) ?? []).join(' ')
}

/**
 * Whether it changes what is said when one text has a word and the other has not.
 * @param isEdge at an end of the text, where plain words may be missing since it was cut there
 */
export function isTellingWord(word: string, isEdge: boolean): boolean {
  const folded = word.toLowerCase()
  if (word === '!' || EMPTY_WORDS.has(folded)) return false
  // Numbers, signs, names (capitals, katakana, kanji), and scripts without such marks.
  if (!PLAIN.test(word)) return true
  return !isEdge || NEGATIONS_AND_LIMITS.has(folded)
}
