import { type Message, turnIdOf } from '../../../domain/message.ts'
import type { ChatHost } from '../../../ports/chat-host.ts'
import type { PendingQuestion } from './pending-question.ts'
import type { SlackParts } from './slack-parts.ts'

/** Notes which questions brought a file along, before it is read: when it is deleted, what was read of it must go. */
export async function noteAttached(
  { files, place }: PendingQuestion,
  message: Message,
  host: Pick<ChatHost, 'settings'>,
): Promise<void> {
  const turnId = turnIdOf(message)
  for (const { id } of files) await host.settings.set(`${prefixOf(place.team, id)}${turnId}`, turnId)
}

/** Forgets the questions that a deleted file was attached to, and what was read of it. */
export async function forgetFile(file: string, { host, identity }: SlackParts): Promise<void> {
  const notes = await host.settings.list(prefixOf(identity.team, file))
  await host.memory.forgetTurns(notes.map(({ value }) => value))
  for (const { name } of notes) await host.settings.remove(name)
}

function prefixOf(team: string, file: string): string {
  return `slack:${team}:file:${file}:`
}
