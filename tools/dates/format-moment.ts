import type { DateTime } from 'luxon'

type Language = 'en' | 'ja'

/** `Friday, 21 November 2025` or `2025年11月21日(金)`. */
export function formatDay(moment: DateTime, language: Language): string {
  const format = language === 'ja' ? 'y年L月d日(ccc)' : 'cccc, d LLLL y'
  return moment.setLocale(language).toFormat(format)
}

/** `21:05`, with seconds only where there are some. */
function formatTime(moment: DateTime): string {
  return moment.toFormat(moment.second === 0 ? 'HH:mm' : 'HH:mm:ss')
}

/** `Asia/Tokyo (UTC+09:00)`. */
function formatZone(moment: DateTime): string {
  const offset = `UTC${moment.toFormat('ZZ')}`
  const zone = moment.zoneName ?? offset
  return zone === 'UTC' || zone.startsWith('UTC+') || zone.startsWith('UTC-') ? offset : `${zone} (${offset})`
}

/** Day, time and zone. */
export function formatMoment(moment: DateTime, language: Language): string {
  return `${formatDay(moment, language)} ${formatTime(moment)} ${formatZone(moment)}`
}
