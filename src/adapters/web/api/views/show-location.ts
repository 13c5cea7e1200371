import { nameLocation } from '../../../common/chat/name-location.ts'
import type { Visitor } from '../../access/visitor.ts'

/** How a location is shown. */
export type ShowLocation = (location: string) => string

/** Of files only owners see the folders: how those of Kiku's machine are called is nobody else's business. */
export function showLocationTo({ role }: Pick<Visitor, 'role'>): ShowLocation {
  if (role === 'owner') return (location) => location
  return (location) => (/^https?:\/\//i.test(location) ? location : nameLocation(location))
}
