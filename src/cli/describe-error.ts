import { toKikuError } from '../domain/errors.ts'
import type { Strings } from './strings/strings.ts'
import { stringsFor } from './strings/strings-for.ts'
import { neutralizeLine } from './text/neutralize-text.ts'

/** What went wrong and what to do, on one line. */
export function describeError(
  thrown: unknown,
  { language, log }: { readonly language: 'en' | 'ja'; readonly log?: { readonly file: string | null } },
): string {
  const error = toKikuError(thrown)
  const strings = stringsFor(language)
  const name = strings.errors[error.code]
  const sentences = [
    name === undefined ? sentence(error.message) : `${name}: ${sentence(error.message)}`,
    ...(error.remedy === undefined ? [] : [sentence(error.remedy)]),
    ...whereToLook(error.code, log?.file, strings),
  ]
  return `kiku: ${neutralizeLine(sentences.join(' '))}`
}

function whereToLook(code: string, file: string | null | undefined, strings: Strings): string[] {
  return code === 'internal' && file ? [strings.seeLog(file)] : []
}

function sentence(text: string): string {
  return /[.?!。！？]['")\]]?\s*$|[)）]\s*$/.test(text) ? text : `${text}.`
}
