/** Longest heading that goes into titles whole, in characters. */
export const MAX_HEADING = 100

/** A heading on one line, shortened where it is really a paragraph. */
export function shortenHeading(text: string): string {
  const flat = text.replace(/\s+/g, ' ').trim()
  const characters = flat.length > MAX_HEADING ? [...flat] : []
  return characters.length > MAX_HEADING
    ? `${characters
        .slice(0, MAX_HEADING - 1)
        .join('')
        .trimEnd()}…`
    : flat
}

/** Whether a heading only repeats the document's title. */
export function repeatsTitle(heading: string, title: string): boolean {
  return fold(heading) === fold(title)
}

/** Document title and headings, joined with ' › '. */
export function composeTitle(title: string, path: readonly string[]): string {
  return [shortenHeading(title), ...path].filter((part) => part !== '').join(' › ')
}

function fold(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s`*_]+/g, '')
}
