import { isJapanese } from '../../../common/chat/characters.ts'
import type { MarkerRun, MarkerWriter } from '../../../common/chat/markdown/dialect.ts'
import { opensUnderscore, placeMarker } from './place-marker.ts'

/** `_emphasis_` that touches Japanese words, on one line. */
const UNDERSCORED = /^(_{1,2})(?![_\s])([^_\n]{0,80}?[^_\s])\1(?!_)/
const LONGEST_UNDERSCORED = 90

/** Writes marks of emphasis as they come; those with `_` that touch Japanese words become stars, which work there. */
export function createSlackMarkers(): MarkerWriter {
  const open: string[] = []
  let closesAt = -1

  function takeUnderscores(run: MarkerRun, place: (run: string) => string): string | 'more' {
    const { text, at, end, offset, isEnded, before, after } = run
    const marks = text.slice(at, end)
    if (offset + at === closesAt) return place('*'.repeat(end - at))
    if (!isJapanese(after) || !opensUnderscore({ run: marks, before, after })) return marks
    const source = text.slice(at, at + LONGEST_UNDERSCORED)
    const match = UNDERSCORED.exec(source)
    const isOpen = match === null ? /^_{1,2}[^_\n]*_{0,2}$/.test(source) : at + match[0].length === text.length
    if (isOpen && !isEnded && source.length < LONGEST_UNDERSCORED) return 'more'
    if (match === null || !isJapanese(characterAt(text, at + match[0].length))) return marks
    closesAt = offset + at + match[0].length - (end - at)
    return place('*'.repeat(end - at))
  }

  return {
    take(run) {
      const { text, at, end, before, after } = run
      const marks = text.slice(at, end)
      const place = (written: string) => placeMarker({ run: written, before, after }, open)
      if (text.charAt(at) !== '_') return { plain: marks === '~' || marks.length > 3 ? marks : place(marks) }
      const plain = takeUnderscores(run, place)
      return plain === 'more' ? 'more' : { plain }
    },
    settle: () => [],
    end: () => [],
  }
}

function characterAt(text: string, at: number): string {
  return at < text.length ? String.fromCodePoint(text.codePointAt(at) ?? 0) : ''
}
