import { FixedOffsetZone, IANAZone } from 'luxon'
import { CITY_ZONES, UNCLEAR_PLACES } from './city-zones.ts'

/** `UTC+9`, `GMT-03:30`, `+09:00`. */
const OFFSET = /^(?:utc|gmt)?\s*([+-])\s*(\d{1,2})(?::?([0-5]\d))?$/i

let placesByName: ReadonlyMap<string, string> | undefined

/**
 * The time zone of a place, of an abbreviation that means one zone, of an offset, or the zone itself.
 * @returns a name that luxon knows; undefined for places that are unknown, or that several zones serve
 */
export function findTimeZone(name: string): string | undefined {
  const trimmed = name.normalize('NFKC').trim()
  if (trimmed.includes('/') && IANAZone.isValidZone(trimmed)) return trimmed
  const offset = readOffset(trimmed)
  if (offset !== undefined) return offset
  placesByName ??= readPlaces()
  return placesByName.get(toKey(trimmed))
}

function readOffset(text: string): string | undefined {
  const match = OFFSET.exec(text)
  if (match === null) return undefined
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0)
  if (minutes > 14 * 60) return undefined
  return FixedOffsetZone.instance(match[1] === '-' ? -minutes : minutes).name
}

function readPlaces(): ReadonlyMap<string, string> {
  const places = new Map<string, string>()
  for (const zone of Intl.supportedValuesOf('timeZone')) {
    const place = toKey(zone.slice(zone.lastIndexOf('/') + 1))
    if (zone.includes('/') && !UNCLEAR_PLACES.has(place)) places.set(place, zone)
  }
  for (const [zone, names] of Object.entries(CITY_ZONES)) {
    for (const name of names) places.set(toKey(name), zone)
  }
  return places
}

function toKey(name: string): string {
  return name.toLowerCase().replaceAll('_', ' ').replace(/[.]$/, '').replace(/\s+/g, ' ')
}
