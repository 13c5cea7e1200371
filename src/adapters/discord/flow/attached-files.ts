import type { ChatHost } from '../../../ports/chat-host.ts'
import type { ArrivedFile } from '../receive/arrival.ts'

/** Notes which files a question brought along, before they are read: when one is taken away, what was read must go. */
export async function noteAttached(
  turnId: string,
  files: readonly ArrivedFile[],
  { settings }: Pick<ChatHost, 'settings'>,
): Promise<void> {
  await settings.set(nameOf(turnId), files.map(({ id }) => id).join(' '))
}

/** Whether an edit took away a file that was read. */
export async function hasLostFile(
  turnId: string,
  left: readonly ArrivedFile[],
  { settings }: Pick<ChatHost, 'settings'>,
): Promise<boolean> {
  const noted = (await settings.get(nameOf(turnId)))?.split(' ').filter((id) => id !== '') ?? []
  return noted.some((id) => !left.some((file) => file.id === id))
}

export async function forgetNotes(turnIds: readonly string[], { settings }: Pick<ChatHost, 'settings'>): Promise<void> {
  for (const turnId of turnIds) await settings.remove(nameOf(turnId))
}

/** @param place of the questions: the server, or the server and the channel, with a colon in between */
export async function forgetAllNotes(place: string, { settings }: Pick<ChatHost, 'settings'>): Promise<void> {
  for (const { name } of await settings.list(`discord:${place}:`)) {
    if (name.endsWith(NOTES)) await settings.remove(name)
  }
}

const NOTES = ':files'

function nameOf(turnId: string): string {
  return turnId + NOTES
}
