import type { Locator } from '../../domain/document.ts'
import { cleanLine } from '../common/chat/clean-text.ts'
import { nameLocation } from '../common/chat/name-location.ts'
import { createBoundedMap } from '../common/lookup/bounded-map.ts'

/** A longer location would be no use to anybody. */
const MOST_CHARACTERS = 1_000
/** Locations of one session that are remembered. */
const MOST_REMEMBERED = 1_000

export interface Placed {
  readonly key: number
  readonly location: string
  readonly locator: Locator
}

/** How one session names the places of passages, and finds them again by those names. */
export interface ShownPlaces {
  /** The location as the caller may see it: whole, or of a file the last part alone. */
  show(passage: Placed): string
  /** What a shown location stands for: the passage shown last, or several documents. */
  find(shown: string): { readonly kind: 'key'; readonly key: number } | { readonly kind: 'several' } | undefined
}

/** @param seesPaths whether the caller sits at this machine; how its folders are called is nobody else's business */
export function createShownPlaces(seesPaths: boolean): ShownPlaces {
  const remembered = createBoundedMap<{ readonly key: number; readonly location: string | undefined }>(MOST_REMEMBERED)
  return {
    show({ key, location }) {
      const isAddress = /^https?:\/\//i.test(location)
      const shown = cleanLine(seesPaths || isAddress ? location : nameLocation(location), MOST_CHARACTERS)
      if (shown === location) return shown
      const before = remembered.get(shown)
      const isSame = before === undefined || before.location === location
      remembered.set(shown, { key, location: isSame ? location : undefined })
      return shown
    },
    find(shown) {
      const found = remembered.get(shown)
      if (found === undefined) return undefined
      return found.location === undefined ? { kind: 'several' } : { kind: 'key', key: found.key }
    },
  }
}
