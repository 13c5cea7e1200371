/** Longer addresses and titles are none that anybody would wait for. */
const MOST_TAIL = 2_500
// Japanese follows an address without a space, and what it stands in ends it.
const OPEN_LINK = /(?:\[[^[\]\n]{0,300}(?:\]\([^()\s]{0,2000})?|https?:\/\/[^\s)>\u3000-\u9fff\uff00-\uffef]{0,2000})$/i

/** Words that are still being written, without the link that they end in: half an address leads elsewhere. */
export function holdBackLink(text: string): string {
  const start = Math.max(0, text.length - MOST_TAIL)
  const at = text.slice(start).search(OPEN_LINK)
  return at < 0 ? text : text.slice(0, start + at)
}
