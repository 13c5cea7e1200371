import { type Place, parsePlace, pathOf } from './place.ts'
import { createStore } from './store.ts'

export const placeStore = createStore<Place>(parsePlace(location.pathname))

window.addEventListener('popstate', () => placeStore.write(parsePlace(location.pathname)))

/** Goes to a place. `replace` keeps the way back as it is. */
export function goTo(place: Place, { replace = false } = {}): void {
  const path = pathOf(place)
  if (path === location.pathname) {
    placeStore.write(place)
    return
  }
  if (replace) history.replaceState(null, '', path)
  else history.pushState(null, '', path)
  placeStore.write(place)
}
