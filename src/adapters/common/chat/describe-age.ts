const MINUTE = 60_000
const UNITS = [
  ['day', 24 * 60 * MINUTE],
  ['hour', 60 * MINUTE],
  ['minute', MINUTE],
] as const

/** How long ago something was, such as "3 hours ago" or 「3 時間前」. @param ageMs below 0 counts as now */
export function describeAge(ageMs: number, locale: 'en' | 'ja'): string {
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  for (const [unit, length] of UNITS) {
    if (ageMs >= length) return format.format(-Math.floor(ageMs / length), unit)
  }
  return locale === 'ja' ? 'たった今' : 'just now'
}
