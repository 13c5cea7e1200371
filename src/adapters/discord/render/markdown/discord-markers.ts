import { isJapanese, ZERO_WIDTH_SPACE } from '../../../common/chat/characters.ts'
import type { MarkerRun, MarkerWriter } from '../../../common/chat/markdown/dialect.ts'
import { readCodeSpan } from '../../../common/chat/read-code-span.ts'

/** Emphasis that waits for its end: of one or two stars, underscores, or two tildes. */
interface Opened {
  readonly source: string
  readonly length: number
  /** Place in the block behind the marks that were found to end it. */
  readonly endsAt: number
  /** Whether it is not written: Discord would take something in the code within for its end. */
  readonly isSilent: boolean
}

/** Longer emphasis is hardly meant, and the search for its end must not cost the whole answer. */
const LONGEST = 1000
const SPACE = /^\s?$/u
const PUNCTUATION = /^[\p{P}\p{S}]$/u
const ASCII_WORD = /^[A-Za-z\d]$/
const WORD = /^[\p{L}\p{N}]$/u

/**
 * Writes emphasis for a reader that pairs any two stars and underscores it finds: stars for what is emphasis by
 * https://spec.commonmark.org/0.31.2/#emphasis-and-strong-emphasis (also beside Japanese, which has no spaces), and escapes
 * for all others. Where the end is not there yet, it is waited for.
 */
export function createDiscordMarkers(isStrong: boolean): MarkerWriter {
  let open: readonly Opened[] = []
  const markOf = ({ source, length, isSilent }: Opened) => {
    if (isSilent || (isStrong && length === 2 && source !== '~')) return []
    return [source === '~' ? '~~' : '*'.repeat(length)]
  }
  const settle = (place: number) => {
    const late = open.findIndex(({ endsAt }) => endsAt <= place)
    return late < 0 ? [] : closeFrom(late)
  }
  const closeFrom = (index: number) => {
    const closing = open.slice(index).reverse().flatMap(markOf)
    open = open.slice(0, index)
    return closing
  }
  /** Emphasis within emphasis of the same kind would end it. */
  const isWithin = (opened: Opened) =>
    open.some((each) => each.length === opened.length && (each.source === '~') === (opened.source === '~'))

  return {
    take(run) {
      const source = run.text.charAt(run.at)
      const length = run.end - run.at
      if (source === '~' ? length !== 2 : length > 3) {
        return { plain: length === 1 ? source : `\\${source}`.repeat(length) }
      }
      const before = open
      const closing: string[] = []
      let left = length
      if (canClose(run)) {
        for (let index = findOpened(open, source, left); index >= 0; index = findOpened(open, source, left)) {
          left -= open[index]?.length ?? left
          closing.push(...closeFrom(index))
        }
      }
      closing.push(...settle(run.offset + run.end))
      const beforeRest = left < length ? source : run.before
      const found = left === 0 || !canOpen({ ...run, before: beforeRest }) ? [] : findOpenings(run, left)
      if (found === 'more') {
        open = before
        return 'more'
      }
      const opened = found.map((each) => (isWithin(each) ? { ...each, isSilent: true } : each))
      open = [...open, ...opened]
      const unused = opened.reduce((rest, each) => rest - each.length, left)
      const isAtOnce = opened.every(({ endsAt }) => endsAt === opened[0]?.endsAt)
      const opening = opened.flatMap(markOf)
      const apart = isAtOnce ? opening : opening.map((mark, index) => (index === 0 ? mark : ZERO_WIDTH_SPACE + mark))
      return { closing, plain: `\\${source}`.repeat(unused), opening: apart }
    },
    settle,
    end: () => closeFrom(0),
  }
}

/** The emphasis that a run opens, the outer one first; some of its marks may be words. */
function findOpenings(run: MarkerRun, left: number): readonly Opened[] | 'more' {
  if (left < 3) {
    const end = findEnd(run, left)
    return end === 'more' ? 'more' : end === undefined ? [] : [end]
  }
  const whole = findEnd(run, 3)
  if (whole === 'more') return 'more'
  if (whole !== undefined) return [2, 1].map((length) => ({ ...whole, length }))
  const parts = [findEnd(run, 2), findEnd(run, 1)]
  const found = parts.filter((part) => part !== undefined && part !== 'more')
  return found.sort((one, other) => other.endsAt - one.endsAt)
}

/** What a run ends: emphasis of its own length if there is any, else of what it consists of. */
function findOpened(open: readonly Opened[], source: string, left: number): number {
  const exact = open.findLastIndex((each) => each.source === source && each.length === left)
  return exact >= 0 ? exact : open.findLastIndex((each) => each.source === source && each.length < left)
}

function canClose({ text, at, before, after }: MarkerRun): boolean {
  if (SPACE.test(before)) return false
  return text.charAt(at) !== '_' || !WORD.test(after) || isJapanese(after)
}

function canOpen({ text, at, before, after }: MarkerRun): boolean {
  if (SPACE.test(after)) return false
  if (text.charAt(at) === '_') return SPACE.test(before) || PUNCTUATION.test(before)
  // 2*3*4 and 2**10 are no emphasis, whatever the rules say.
  if (ASCII_WORD.test(before) && ASCII_WORD.test(after)) return false
  if (!PUNCTUATION.test(after) || SPACE.test(before) || PUNCTUATION.test(before)) return true
  return isJapanese(before) || isJapanese(after)
}

/** The run of so many marks that ends what is opened here, if one follows in the block. */
function findEnd({ text, at, end, offset, isEnded }: MarkerRun, wanted: number): Opened | 'more' | undefined {
  const source = text.charAt(at)
  const mark = source === '~' ? '~~' : wanted === 2 ? '**' : '*'
  let isSilent = false
  for (let next = end; next < end + LONGEST; ) {
    if (next >= text.length) return isEnded ? undefined : 'more'
    const character = text.charAt(next)
    if (character === '\\') next += 2
    else if (character === '`') {
      const code = readCodeSpan(text, next, isEnded)
      if (code === 'more') return 'more'
      isSilent ||= code.isCode && text.slice(next, next + code.length).includes(mark)
      next += code.length
    } else if (character === source) {
      const start = next
      while (text.charAt(next) === source) next += 1
      if (next >= text.length && !isEnded) return 'more'
      const length = next - start
      const after = next < text.length ? String.fromCodePoint(text.codePointAt(next) ?? 0) : ''
      const place = { text, at: start, end: next, offset, isEnded, before: text.charAt(start - 1), after }
      if ((length === wanted || length === 3) && canClose(place)) {
        return { source, length: wanted, endsAt: offset + next, isSilent }
      }
    } else next += 1
  }
  return undefined
}
