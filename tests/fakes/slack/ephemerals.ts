import type { WireObject } from './wire.ts'

/** Something that one person sees and nobody else. */
export interface Ephemeral {
  readonly kind: 'ephemeral'
  readonly ts: string
  readonly channel: string
  readonly user: string
  readonly threadTs: string | undefined
  readonly via: 'chat.postEphemeral' | 'response_url' | 'acknowledgement'
  text: string
  blocks: readonly WireObject[]
  /** Whether the app took it back. */
  isDeleted: boolean
  /** How often the app replaced what it says. */
  edits: number
}

export interface Ephemerals {
  readonly all: readonly Ephemeral[]
  add(ephemeral: Omit<Ephemeral, 'kind' | 'isDeleted' | 'edits'>): Ephemeral
  find(channel: string, ts: string): Ephemeral | undefined
}

/** @param most how many are kept */
export function createEphemerals(most: number): Ephemerals {
  const all: Ephemeral[] = []
  return {
    all,
    add(ephemeral) {
      const added: Ephemeral = { kind: 'ephemeral', isDeleted: false, edits: 0, ...ephemeral }
      all.push(added)
      if (all.length > most + 64) all.splice(0, all.length - most)
      return added
    },
    find: (channel, ts) => all.find((ephemeral) => ephemeral.channel === channel && ephemeral.ts === ts),
  }
}
