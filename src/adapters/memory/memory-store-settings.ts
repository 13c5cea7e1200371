import type { SettingStore } from '../../ports/store.ts'

/** Small values, such as the switches of a channel. */
export function createMemorySettings(): SettingStore {
  const settings = new Map<string, string>()

  return {
    async get(name) {
      return settings.get(name)
    },
    async set(name, value) {
      settings.set(name, value)
    },
    async remove(name) {
      settings.delete(name)
    },
    async list(prefix) {
      return [...settings]
        .filter(([name]) => name.startsWith(prefix))
        .map(([name, value]) => ({ name, value }))
        .sort((left, right) => Buffer.compare(Buffer.from(left.name), Buffer.from(right.name)))
    },
  }
}
