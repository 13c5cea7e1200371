import { useEffect, useState } from 'preact/hooks'

/** Epoch milliseconds, anew after every interval; 0 stands still. */
export function useNow(intervalMs: number): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    if (intervalMs === 0) return
    const timer = setInterval(() => setNow(Date.now()), intervalMs)
    return () => clearInterval(timer)
  }, [intervalMs])
  return now
}
