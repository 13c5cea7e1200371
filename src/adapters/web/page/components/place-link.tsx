import type { ComponentChildren } from 'preact'
import { goTo, placeStore } from '../state/navigation.ts'
import { type Place, pathOf } from '../state/place.ts'
import { useStore } from '../state/use-store.ts'

interface PlaceLinkProps {
  readonly place: Place
  readonly class: string
  readonly title?: string
  readonly onFollow: () => void
  readonly children: ComponentChildren
}

/** A link within the page. Opening it in another tab works as with any link. */
export function PlaceLink({ place, class: className, title, onFollow, children }: PlaceLinkProps) {
  const isHere = pathOf(useStore(placeStore)) === pathOf(place)
  return (
    <a
      href={pathOf(place)}
      class={className}
      title={title ?? ''}
      {...(isHere ? { 'aria-current': 'page' } : {})}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return
        event.preventDefault()
        goTo(place)
        onFollow()
      }}
    >
      {children}
    </a>
  )
}
