// ECMA-48 in regular expressions. Written as strings, since the characters themselves cannot be seen in a pattern.
const ESC = '\u001b'
const CSI = `(?:${ESC}\\[|\u009b)`
const STRING_START = `(?:${ESC}[\\]PX^_]|[\u0090\u0098\u009d-\u009f])`
const STRING_END = `(?:\u0007|${ESC}\\\\|\u009c)`

/** Control sequences: colours, cursor, erasing. */
const SEQUENCE = `${CSI}[0-?]*[ -/]*[@-~]`
/** Control strings: window titles, links, the clipboard. */
const STRING = `${STRING_START}[^\u0007${ESC}\u009c]*${STRING_END}`

const PAIR = `${ESC}[ -/]*[0-~]`

/** Every complete escape. */
export const ESCAPES = new RegExp(`${SEQUENCE}|${STRING}|${PAIR}`, 'g')

const FIRST_ESCAPE = new RegExp(`${SEQUENCE}|${STRING}|${PAIR}`, 'y')
const INTRODUCER = new RegExp(`[${ESC}\u0090\u0098\u009b\u009d-\u009f]`, 'g')
const UNFINISHED = new RegExp(`${STRING_START}[^\u0007${ESC}\u009c]*${ESC}?$|${CSI}[0-?]*[ -/]*$|${ESC}[ -/]*$`, 'y')

/** Where an escape begins that the text does not complete, or -1. */
export function findUnfinishedEscape(text: string): number {
  INTRODUCER.lastIndex = 0
  for (let found = INTRODUCER.exec(text); found !== null; found = INTRODUCER.exec(text)) {
    FIRST_ESCAPE.lastIndex = found.index
    UNFINISHED.lastIndex = found.index
    // Tried first: `ESC ]` alone is a complete pair, yet more likely the beginning of a string.
    if (UNFINISHED.test(text)) return found.index
    if (FIRST_ESCAPE.test(text)) INTRODUCER.lastIndex = FIRST_ESCAPE.lastIndex
  }
  return -1
}
