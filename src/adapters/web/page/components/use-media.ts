import { useEffect, useState } from 'preact/hooks'

/** Whether a media query holds now. */
export function useMedia(query: string): boolean {
  const [isMatching, setMatching] = useState(() => matchMedia(query).matches)
  useEffect(() => {
    const list = matchMedia(query)
    const take = () => setMatching(list.matches)
    take()
    list.addEventListener('change', take)
    return () => list.removeEventListener('change', take)
  }, [query])
  return isMatching
}
