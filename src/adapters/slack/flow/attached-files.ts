import { type Message, turnIdOf } from '../../../domain/message.ts'
import type { ChatHost } from '../../../ports/chat-host.ts'
import type { PendingQuestion } from './pending-question.ts'
import type { SlackParts } from './slack-parts.ts'

/** Notes which question brought a file along, before it is read: when the file is deleted, what was read of it must go. */
export async function noteAttached(
  { files, place }: PendingQuestion,
  message: Message,
  host: Pick<ChatHost, 'settings'>,
): Promise<void> {
  for (const { id } of files) await host.settings.set(nameOf(place.team, id), turnIdOf(message))
}

/** The turn that a deleted file was attached to; it is asked for once. */
export async function findAttachedTo(file: string, { host, identity }: SlackParts): Promise<string | undefined> {
  const name = nameOf(identity.team, file)
  const turnId = await host.settings.get(name)
  if (turnId !== undefined) await host.settings.remove(name)
  return turnId
}

function nameOf(team: string, file: string): string {
  return `slack:${team}:file:${file}`
}
