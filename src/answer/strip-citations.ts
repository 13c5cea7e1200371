import { splitCode } from './split-code.ts'

const MARKER = /\s?\[\d{1,3}\]/g

/** Takes the `[n]` markers out of an earlier answer: there they meant other sources. */
export function stripCitations(text: string): string {
  return splitCode(text)
    .map((part) => (part.kind === 'code' ? part.text : part.text.replace(MARKER, '')))
    .join('')
}
