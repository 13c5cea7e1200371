import { createHash } from 'node:crypto'
import type { ModelPace } from '../chat/model-process.ts'

/** Answers under way at one time. Each is asked for by somebody else. */
export const STREAMS = 50

/** The load of the bar: searches a second, for so many seconds. */
export const SEARCH_RATE = 500
export const SEARCH_SECONDS = 20

/** How long and by how many at once searches are asked for without a pause, to see how many there can be. */
export const FLAT_OUT = { seconds: 10, connections: 16 } as const

/** Clients that read a byte a second, how many replies each asks for at once, and for how long they are watched. */
export const SLOW_READERS = { clients: 50, replies: 20, hits: 50, seconds: 30 } as const

/** A model that serves all streams at once, each 30 tokens per second for two to four seconds. */
export const MODEL: ModelPace = { slots: STREAMS, tokensPerSecond: 30, tokens: [60, 120] }

/** Hits that a search wants. */
export const HITS = 10

/** Who may come in. The first is the owner, who searches; all others ask. */
export const VISITORS = Array.from({ length: STREAMS + 1 }, (_, at) => {
  const name = `visitor-${at}`
  return { name, secret: createHash('sha256').update(`a secret of ${name}`).digest('hex') }
})
