/** A text in two, so that each half stands for itself. */
export interface SafeCut {
  readonly head: string
  readonly tail: string
  /** What must stand before the tail where it is shown: the line that opens a code fence again; mostly nothing. */
  readonly opening: string
}

/**
 * Cuts words that come behind others, at a blank line if possible, else at a line, a sentence, a word. A code fence that is
 * open there is closed in the head.
 * @param shown what stands before; the cut is never in it
 * @param most length of what was shown and the head together, in UTF-16 units
 */
export function cutSafely(shown: string, words: string, most: number): SafeCut {
  const room = Math.max(0, most - shown.length - FENCE_ROOM)
  const fits = words.length <= room
  const end = fits ? lastBreak(words, GOOD_BREAKS) : lastBreak(words.slice(0, room), BREAKS, room / 4)
  // Words without any place to cut go as a whole where they fit.
  const cut = end > 0 ? end : fits ? words.length : avoidHalfCharacter(words, room)
  const head = words.slice(0, cut)
  const tail = words.slice(cut)
  const fence = openFence(shown + head)
  if (fence === undefined) return { head, tail, opening: '' }
  const isLineEnd = (shown + head).endsWith('\n')
  return { head: `${head}${isLineEnd ? '' : '\n'}${fence.marker}\n`, tail, opening: `${fence.opening}\n` }
}

/** Left free for a fence that must be closed. */
const FENCE_ROOM = 40
const FENCE = /^(?<indent>[ \t>]*(?:[-*+] +|\d+[.)] +)?)(?<marker>`{3,30}|~{3,30})(?<rest>.*)$/
// The later a kind stands here, the worse the cut: blank lines, lines, sentences, words.
const GOOD_BREAKS = [/\n[ \t]*\n/g, /\n/g, /[.!?]["')]*\s|[。！？][」』）]*/g]
const BREAKS = [...GOOD_BREAKS, /[\s、，]/g]

/** @param least a cut before this leaves nearly everything for later, and is none */
function lastBreak(words: string, kinds: readonly RegExp[], least = 0): number {
  for (const kind of kinds) {
    let end = 0
    for (const match of words.matchAll(kind)) end = match.index + match[0].length
    if (end > least) return end
  }
  return 0
}

interface Fence {
  readonly marker: string
  /** The line that opened it, without what a list or quotation put before it. */
  readonly opening: string
}

/** The code fence that is open at the end of a Markdown text (https://spec.commonmark.org/0.31.2/#fenced-code-blocks). */
export function openFence(text: string): Fence | undefined {
  let open: Fence | undefined
  for (const line of text.split('\n')) {
    const found = FENCE.exec(line)?.groups
    if (found === undefined) continue
    const { marker = '', rest = '' } = found
    if (open === undefined) {
      if (marker.startsWith('~') || !rest.includes('`')) open = { marker, opening: `${marker}${rest}` }
    } else if (marker.startsWith(open.marker) && rest.trim() === '') {
      open = undefined
    }
  }
  return open
}

function avoidHalfCharacter(words: string, at: number): number {
  const code = words.charCodeAt(at - 1)
  return code >= 0xd800 && code <= 0xdbff ? at - 1 : at
}
