import type { Clock } from '../../../ports/clock.ts'
import { createRateWindow, type RateWindow } from '../../common/http/rate-window.ts'
import { createRateWindows } from './rate-windows.ts'

/** How often somebody may try to sign in and fail: from one address, and everybody together. */
export interface SignInLimits {
  /** @returns 0 where one may try, else the seconds until then */
  wait(address: string): number
  countFailure(address: string): void
}

export interface SignInBounds {
  readonly failuresPerAddress: number
  readonly failures: number
}

const WINDOW_MS = 60_000

export function createSignInLimits({ failuresPerAddress, failures }: SignInBounds, clock: Clock): SignInLimits {
  const all: RateWindow = createRateWindow({ limit: failures, windowMs: WINDOW_MS, clock })
  const addresses = createRateWindows({ windowMs: WINDOW_MS, clock })
  const limitOf = (address: string) => addresses.of(networkOf(address), failuresPerAddress)
  return {
    wait: (address) => Math.max(all.peek(), limitOf(address).peek()),
    countFailure(address) {
      all.take()
      limitOf(address).take()
    },
  }
}

/** Who has one address of IPv6 has some quintillions of them: the first 64 bits name the network. */
function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:/i, '')
  if (!plain.includes(':')) return plain
  const [front = '', back] = plain.split('::', 2)
  const groups = front.split(':').filter((group) => group !== '')
  const missing = back === undefined ? 0 : 8 - groups.length - back.split(':').filter((group) => group !== '').length
  return [...groups, ...Array.from({ length: Math.max(0, missing) }, () => '0')].slice(0, 4).join(':')
}
