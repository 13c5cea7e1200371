import type { z } from 'zod'
import type { SettingStore } from '../../../ports/store.ts'

/** Choices of people that are asked for with every message: kept in the settings, and at hand. */
export interface KeptSwitches<Switches> {
  /** @param name of the setting. @returns what was written, and the defaults for the rest */
  read(name: string): Promise<Switches>
  /** Resolves when the choice is kept. */
  write(name: string, switches: Switches): Promise<void>
  remove(name: string): Promise<void>
}

export interface KeptSwitchesOptions<Switches> {
  readonly settings: SettingStore
  /** Permissive: what an older or newer Kiku wrote, and what is damaged, falls back to the defaults. */
  readonly schema: z.ZodType<Switches>
  /** What is written, where it is not the choice as it is. */
  readonly toJson?: (switches: Switches) => unknown
  /** How many are kept at hand. */
  readonly most?: number
}

export function createKeptSwitches<Switches>(options: KeptSwitchesOptions<Switches>): KeptSwitches<Switches> {
  const { settings, schema, toJson = (switches) => switches, most = 2_000 } = options
  const known = new Map<string, Switches>()
  const keep = (name: string, switches: Switches) => {
    known.delete(name)
    known.set(name, switches)
    const [oldest] = known.keys()
    if (known.size > most && oldest !== undefined) known.delete(oldest)
    return switches
  }
  return {
    async read(name) {
      const atHand = known.get(name)
      if (atHand !== undefined) return atHand
      const kept = schema.parse(parseJson(await settings.get(name)))
      // What was written in the meantime is newer than what was just read.
      return known.get(name) ?? keep(name, kept)
    },
    async write(name, switches) {
      await settings.set(name, JSON.stringify(toJson(switches)))
      keep(name, switches)
    },
    async remove(name) {
      await settings.remove(name)
      known.delete(name)
    },
  }
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '{}')
  } catch {
    return {}
  }
}
