/** The text as every store keeps it: half of a surrogate pair on its own becomes U+FFFD. */
export function toStorableText(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\uFFFD')
}
