import { MendableError } from '../mendable-error.ts'
import { findTimeZone } from './find-time-zone.ts'

/**
 * The zone that a caller named, or the fallback where it named none.
 * @throws MendableError for a place that is unknown or has several zones
 */
export function requireTimeZone(name: string | undefined, fallback: string): string {
  if (name === undefined) return fallback
  const zone = findTimeZone(name)
  if (zone !== undefined) return zone
  throw new MendableError({
    en: `'${name}' is not known as one time zone. Name a city, or a zone such as Europe/Berlin or UTC+9.`,
    ja: `「${name}」のタイムゾーンを特定できません。都市名、または Asia/Tokyo や UTC+9 のように指定してください。`,
  })
}
