import { toKikuError } from '../../../domain/errors.ts'
import type { Telemetry } from '../../../ports/telemetry.ts'
import { createBoundedMap } from '../../common/lookup/bounded-map.ts'
import type { DiscordIdentity } from '../api/discord-api.ts'
import type { GatewayFacts } from '../directory/gateway-facts.ts'
import type { Packet } from '../directory/packet.ts'
import type { Arrival } from './arrival.ts'
import { NOT_FOR_KIKU, readPacket } from './read-packet.ts'
import { watchSight } from './watch-sight.ts'

/** @param shard the connection that told of it; undefined where all of them did */
export type HandleArrival = (arrival: Arrival, shard: number | undefined) => void

/** Takes what the gateway dispatches, and hands it over as arrivals, in its order. */
export interface Intake {
  onArrival(handle: HandleArrival): void
  take(packet: Packet): void
  /** All connections are ready, and the servers known. */
  open(): void
  /** The servers of one connection are known again. */
  settle(shard: number): void
  /** Hands nothing over any more; what is known of servers still follows the gateway. */
  pause(): void
}

export interface IntakeOptions {
  readonly identity: Pick<DiscordIdentity, 'user'>
  readonly facts: GatewayFacts
  readonly telemetry: Telemetry
  /** Arrivals that wait for their servers to be known; what comes beyond them is lost. Default 10,000. */
  readonly mostHeld?: number
}

/** Arrivals that are remembered, so that their repetition is noticed. */
const MOST_REMEMBERED = 5_000
interface Held {
  readonly arrival: Arrival
  readonly shard: number | undefined
}

export function createIntake({ identity, facts, telemetry, mostHeld = 10_000 }: IntakeOptions): Intake {
  const handlers: HandleArrival[] = []
  const seen = createBoundedMap<true>(MOST_REMEMBERED)
  /** Connections that began a session and were not told of all their servers yet. */
  const unsettled = new Set<number>()
  let held: Held[] = []
  let due: Held[] = []
  let isFull = false
  let isOpen = false
  let isPaused = false

  function receive({ arrival, shard }: Held): void {
    if (mustWait({ arrival, shard })) hold({ arrival, shard })
    else handOver({ arrival, shard })
  }

  /** A session of which the servers are known begins before its messages; commands cannot wait so long. */
  function mustWait({ arrival, shard }: Held): boolean {
    return !isOpen || (shard !== undefined && unsettled.has(shard) && arrival.kind !== 'interaction')
  }

  function hold(item: Held): void {
    if (held.length < mostHeld) return void held.push(item)
    if (!isFull) telemetry.warn('discord-arrivals-dropped')
    isFull = true
  }

  function release(): void {
    const waiting = held
    held = []
    isFull = false
    for (const item of waiting) receive(item)
  }

  /** When discord.js is done with the packet, too. */
  function handOver(item: Held): void {
    due.push(item)
    if (due.length === 1) queueMicrotask(deliver)
  }

  function deliver(): void {
    const items = due
    due = []
    for (const item of items) for (const handle of handlers) tell(handle, item)
  }

  function tell(handle: HandleArrival, { arrival, shard }: Held): void {
    if (isPaused) return
    try {
      handle(arrival, shard)
    } catch (thrown) {
      telemetry.error('discord-arrival-failed', { kind: arrival.kind, code: toKikuError(thrown).code })
    }
  }

  function noteIgnored(reason: string): void {
    if (reason !== NOT_FOR_KIKU) telemetry.debug('discord-packet-ignored', { reason })
  }

  /** The gateway tells again what it does not know to have arrived. */
  function isRepeated(arrival: Arrival): boolean {
    const key = keyOf(arrival)
    if (key === undefined) return false
    if (seen.get(key)) return true
    seen.set(key, true)
    return false
  }

  return {
    onArrival: (handle) => void handlers.push(handle),
    take(packet) {
      // Before the facts change: they know what is about to go.
      const arrival = readPacket(packet, { identity, facts })
      const findUnseen = watchSight(packet, facts)
      facts.take(packet)
      if (isPaused) return
      for (const lost of findUnseen()) receive({ arrival: lost, shard: packet.shard })
      if (arrival.kind === 'ignored') return noteIgnored(arrival.reason)
      if (isRepeated(arrival)) return telemetry.debug('discord-packet-repeated', { kind: arrival.kind })
      if (arrival.kind === 'session-began') {
        // The first ones are one beginning, which is told when all are there.
        if (!isOpen) return
        unsettled.add(packet.shard)
      }
      receive({ arrival, shard: packet.shard })
    },
    open() {
      isOpen = true
      handOver({ arrival: { kind: 'session-began' }, shard: undefined })
      release()
    },
    settle(shard) {
      if (unsettled.delete(shard)) release()
    },
    pause() {
      isPaused = true
      held = []
      due = []
    },
  }
}

/** Names what happens once only. */
function keyOf(arrival: Arrival): string | undefined {
  switch (arrival.kind) {
    case 'message':
      return `message ${arrival.message.id}`
    case 'edited':
      return `edited ${arrival.message.id} ${arrival.version}`
    case 'interaction':
      return `interaction ${arrival.interaction.ref.id}`
    default:
      return undefined
  }
}
