/** A text without halves of characters, which no store keeps as they are. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Cs}/gu, '\ufffd')
}
