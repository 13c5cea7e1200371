import { useLayoutEffect, useState } from 'preact/hooks'
import type { Store } from './store.ts'

/** What is in a store now; the component is drawn again when it changes. */
export function useStore<Value>(store: Store<Value>): Value {
  const [value, setValue] = useState(store.read)
  useLayoutEffect(() => {
    const take = () => setValue(() => store.read())
    take()
    return store.watch(take)
  }, [store])
  return value
}
