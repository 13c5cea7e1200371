import type { OpenedDocumentView } from '../../api/schemas/library.ts'

/** Joins what was opened around another passage of the same document with what is shown already, in reading order. */
export function joinPassages(
  shown: OpenedDocumentView,
  more: OpenedDocumentView,
  side: 'before' | 'after',
): OpenedDocumentView {
  const known = new Set(shown.passages.map(({ key }) => key))
  const added = more.passages.filter(({ key }) => !known.has(key))
  return side === 'before'
    ? { ...shown, passages: [...added, ...shown.passages], hasBefore: more.hasBefore && added.length > 0 }
    : { ...shown, passages: [...shown.passages, ...added], hasAfter: more.hasAfter && added.length > 0 }
}

/**
 * Where a quote stands in a passage, white space aside, since quotes are written in one line.
 * @returns undefined where it does not stand there letter by letter
 */
export function findQuote(text: string, quote: string): { readonly start: number; readonly end: number } | undefined {
  const wanted = squeeze(quote)
  if (wanted.text === '') return undefined
  const held = squeeze(text)
  const at = held.text.indexOf(wanted.text)
  const start = held.places[at]
  const last = held.places[at + wanted.text.length - 1]
  return at < 0 || start === undefined || last === undefined ? undefined : { start, end: last + 1 }
}

/** A text without white space, with the place that each of its units had. */
function squeeze(text: string): { readonly text: string; readonly places: readonly number[] } {
  const places: number[] = []
  let squeezed = ''
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charAt(at)
    if (/\s/.test(unit)) continue
    squeezed += unit
    places.push(at)
  }
  return { text: squeezed, places }
}
