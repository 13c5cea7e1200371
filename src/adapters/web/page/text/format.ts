import type { Words } from './english.ts'

/** How long ago a moment was, such as '3 hours ago'. */
export function formatAge(at: number, now: number, { language }: Words): string {
  const seconds = Math.round((at - now) / 1000)
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto' })
  const size = Math.abs(seconds)
  if (size < 60) return format.format(0, 'minute')
  if (size < 3_600) return format.format(Math.trunc(seconds / 60), 'minute')
  if (size < 86_400) return format.format(Math.trunc(seconds / 3_600), 'hour')
  if (size < 30 * 86_400) return format.format(Math.trunc(seconds / 86_400), 'day')
  return formatDate(at, language)
}

export function formatDate(at: number, language: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium' }).format(at)
}

export function formatMoment(at: number, { language }: Words): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(at)
}

/** @param day `2026-11-21` */
export function formatDay(day: string, { language }: Words): string {
  const at = Date.parse(`${day}T00:00:00Z`)
  return new Intl.DateTimeFormat(language, { month: 'short', day: 'numeric', timeZone: 'UTC' }).format(at)
}

export function formatBytes(bytes: number): string {
  const megabytes = bytes / 1_048_576
  return megabytes >= 1 ? `${Number(megabytes.toFixed(1))} MB` : `${Math.max(1, Math.round(bytes / 1024))} kB`
}

export function formatPercent(share: number, { language }: Words): string {
  return new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 }).format(share)
}
