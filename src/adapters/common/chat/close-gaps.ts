/** Stands in a text where something was taken out of it, until the gaps are closed. */
export const GAP = '\u0000'

/** Closes the gaps, with the blanks and the comma or colon that came with what stood there. */
export function closeGaps(text: string): string {
  return text.split(GAP).reduce((before, part) => {
    if (before.trim() === '') return part.trimStart().replace(/^[:,、，：]\s*/, '')
    const left = trimBlanksAfter(before)
    const right = trimBlanksBefore(part)
    // Of what stood between two commas one is enough.
    if (/[,、，]$/.test(left) && /^[,、，]/.test(right)) return left + right.slice(1)
    const isLoose = left.length < before.length && (right.length < part.length || /^[\p{L}\p{N}]/u.test(right))
    if (isLoose && right !== '') return `${left} ${right}`
    return left.length < before.length ? left + right : left + part
  })
}

// By hand, since `/\s+$/` takes quadratic time on hostile runs of blanks.
function trimBlanksAfter(text: string): string {
  let end = text.length
  while (end > 0 && isBlank(text.charAt(end - 1))) end -= 1
  return text.slice(0, end)
}

function trimBlanksBefore(text: string): string {
  let start = 0
  while (start < text.length && isBlank(text.charAt(start))) start += 1
  return text.slice(start)
}

function isBlank(character: string): boolean {
  return character !== '\n' && character.trim() === ''
}
