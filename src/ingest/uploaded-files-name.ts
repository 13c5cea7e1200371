const MOST_CHARACTERS = 120
/** File systems take 255 bytes; temporary names of other programs need some. */
const MOST_BYTES = 200
const MOST_ENDING = 16

const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Surrogate}]/gu
// Not allowed on Windows, or with a meaning to shells.
const UNSAFE = /[<>:"|?*`$]/g
// Devices on Windows, whatever their ending.
const RESERVED = /^(?:con|prn|aux|nul|clock\$|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)/i

const segmenter = new Intl.Segmenter()
const encoder = new TextEncoder()

/**
 * A name under which a file that somebody sent can be kept on any system: the last part of a path, in composed form,
 * without what is not seen or deceives, of at most 120 characters and 200 bytes. Its ending stays.
 */
export function cleanFileName(name: string): string {
  const seen = name.slice(0, 4_096).normalize('NFC').replace(UNSEEN, '')
  const last = seen.split(/[\\/]/).findLast((part) => part.trim() !== '') ?? ''
  // Windows drops dots and spaces at the end, and a dot at the beginning hides a file.
  const safe = last
    .replace(UNSAFE, '_')
    .replace(/\s+/g, ' ')
    .replace(/[. ]+$/, '')
  const ending = endingOf(safe)
  const stem = safe.slice(0, safe.length - ending.length).replace(/^[. ]+|[. ]+$/g, '')
  const cut = cutStem(stem === '' ? 'document' : stem, ending)
  return RESERVED.test(cut + ending) ? `_${cut}${ending}` : cut + ending
}

function endingOf(name: string): string {
  const ending = /\.[^.\s]+$/.exec(name)?.[0] ?? ''
  return [...ending].length > MOST_ENDING ? '' : ending
}

/** Leaves room for one more character before it. */
function cutStem(stem: string, ending: string): string {
  const isLong = (text: string) =>
    text.length + ending.length >= MOST_CHARACTERS || encoder.encode(text + ending).length >= MOST_BYTES
  if (!isLong(stem)) return stem
  let kept = ''
  for (const { segment } of segmenter.segment(stem.slice(0, MOST_CHARACTERS * 2))) {
    if (isLong(kept + segment)) break
    kept += segment
  }
  return kept.trimEnd() || 'document'
}
