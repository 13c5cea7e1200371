import type { SettingStore } from '../../../ports/store.ts'

/**
 * Which channel a private thread hangs on. Such a thread is a channel of its own to Kiku, so this is how a channel that is
 * deleted takes its private threads along, also when it happens while Kiku is off.
 */
export interface ThreadParents {
  /** Quick where it is known already. */
  note(guild: string, threadId: string, parentId: string): Promise<void>
  /** Private threads of a channel. */
  listOf(guild: string, parentId: string): Promise<readonly string[]>
  /** Kiku has left. */
  removeGuild(guild: string): Promise<void>
}

export interface ThreadParentsOptions {
  readonly settings: SettingStore
  /** Threads that are known without a look into the settings. */
  readonly most?: number
}

/** Kept in the settings as `discord:<guild>:parent:<thread>`. */
export function createThreadParents({ settings, most = 2_000 }: ThreadParentsOptions): ThreadParents {
  const noted = new Map<string, string>()
  const prefixOf = (guild: string) => `discord:${guild}:parent:`
  return {
    async note(guild, threadId, parentId) {
      const name = prefixOf(guild) + threadId
      if (noted.get(name) === parentId) return
      await settings.set(name, parentId)
      noted.set(name, parentId)
      const [oldest] = noted.keys()
      if (noted.size > most && oldest !== undefined) noted.delete(oldest)
    },
    async listOf(guild, parentId) {
      const kept = await settings.list(prefixOf(guild))
      return kept.flatMap(({ name, value }) => (value === parentId ? [name.slice(prefixOf(guild).length)] : []))
    },
    async removeGuild(guild) {
      for (const { name } of await settings.list(prefixOf(guild))) {
        noted.delete(name)
        await settings.remove(name)
      }
    },
  }
}
