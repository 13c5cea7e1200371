/** The text that stands for an item in the dense leg (LLM-Embedder's `{title} {text}`). */
export function joinKeyText(title: string, text: string): string {
  return title === '' ? text : `${title} ${text}`
}
