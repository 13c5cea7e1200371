import { nameLocation } from '../../../common/chat/name-location.ts'
import type { Visitor } from '../../access/visitor.ts'

/** How a location is shown. */
export type ShowLocation = (location: string) => string

/**
 * Of files only owners see the folders: how those of Kiku's machine are called is nobody else's business. Where a file is
 * kept that was uploaded tells nobody anything.
 */
export function showLocationTo({ role }: Pick<Visitor, 'role'>): ShowLocation {
  const isOwner = role === 'owner'
  return (location) => {
    const isShown = /^https?:\/\//i.test(location) || (isOwner && !UPLOADED.test(location))
    return isShown ? location : nameLocation(location)
  }
}

/** Each in a folder of its own that nobody has named. */
const UPLOADED = /[\\/]uploads[\\/][0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}[\\/][^\\/]+$/
