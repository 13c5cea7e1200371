import type { SettingStore } from '../../../../ports/store.ts'
import { timeOf } from '../../discord-ids.ts'
import type { Interaction } from '../interaction.ts'

/** What a button carries of a list goes into its id: `=` and the words, or `#` and the id under which they are kept. */
const WORDS = '='
const KEPT = '#'
/** Of Discord's hundred characters, what is left beside action, list and page. */
const MOST_CARRIED = 70
const PREFIX = 'discord:query:'
const LIFE_MS = 24 * 60 * 60_000
/** Of all people together. */
const MOST_KEPT = 500

/**
 * Words that a list was asked for with, as its buttons carry them. Longer ones are kept for a day in the settings as
 * `discord:query:<user>:<id of the command>`, so that they work after a restart.
 */
export async function carryText(text: string, { desk, person, ref }: Interaction): Promise<string> {
  if (text.length <= MOST_CARRIED) return WORDS + text
  const { settings } = desk.host
  await prune(settings, desk.clock.now())
  await settings.set(nameOf(person.id, ref.id), text)
  return KEPT + ref.id
}

/** @returns undefined when they were kept for too short, or for somebody else */
export async function readCarried(carried: string, { desk, person }: Interaction): Promise<string | undefined> {
  if (carried.startsWith(WORDS)) return carried.slice(WORDS.length)
  const id = carried.startsWith(KEPT) ? carried.slice(KEPT.length) : ''
  return /^\d{1,20}$/.test(id) ? await desk.host.settings.get(nameOf(person.id, id)) : undefined
}

/** Forgets what a person looked for. */
export async function forgetCarried(user: string, settings: SettingStore): Promise<void> {
  for (const { name } of await settings.list(`${PREFIX}${user}:`)) await settings.remove(name)
}

async function prune(settings: SettingStore, now: number): Promise<void> {
  const kept = (await settings.list(PREFIX)).map(({ name }) => ({ name, at: timeOf(name.split(':').at(-1) ?? '0') }))
  const newestFirst = kept.sort((one, other) => other.at - one.at)
  const old = newestFirst.filter(({ at }, index) => at < now - LIFE_MS || index >= MOST_KEPT - 1)
  for (const { name } of old) await settings.remove(name)
}

function nameOf(user: string, id: string): string {
  return `${PREFIX}${user}:${id}`
}
