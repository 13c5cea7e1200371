/**
 * The text as the database can keep it: half of a surrogate pair on its own, which UTF-8 cannot express, becomes
 * U+FFFD. Everything else, NUL included, comes back as it went in.
 */
export function toStorableText(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\uFFFD')
}
