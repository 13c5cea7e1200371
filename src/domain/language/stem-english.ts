/** Placeholder body replaced below. */
export function stemEnglish(word: string): string {
  return word
}
