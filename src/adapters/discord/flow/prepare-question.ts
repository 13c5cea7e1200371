import type { Audience } from '../../../domain/audience.ts'
import { type Message, turnIdOf } from '../../../domain/message.ts'
import type { Preparation } from '../../../ports/chat-host.ts'
import { parseThreadId } from '../discord-ids.ts'
import { downloadFiles } from '../files/download-files.ts'
import { noteAttached } from './attached-files.ts'
import type { DiscordParts } from './discord-parts.ts'
import type { PendingQuestion } from './pending-question.ts'
import { tellUnreadFiles } from './tell-unread-files.ts'

/**
 * What is found out about a question while it waits: what was attached, and at the last who reads the reply.
 * @param channelId where the reply will stand
 */
export function prepareQuestion(
  asked: PendingQuestion,
  message: Message,
  channelId: string,
  parts: DiscordParts,
): Preparation & { readonly audience: () => Audience } {
  const { audiences } = parts
  let audience: Audience = { labels: [] }
  return {
    isResumed: asked.isResumed,
    async prepare(signal) {
      if (asked.files.length > 0) await readFiles(asked, message, channelId, parts, signal)
    },
    async readers(signal) {
      audience = isPrivate(asked)
        ? await audiences.forPerson(asked.asker, asked.place, signal)
        : await audiences.forReply(asked.place, signal)
      return audience
    },
    audience: () => audience,
  }
}

/** Whether the asker alone sees the reply, by the command itself and by how it is shown. */
export function isPrivate({ message, origin }: Pick<PendingQuestion, 'message' | 'origin'>): boolean {
  const isMeant = parseThreadId(message.thread.id)?.isPrivate === true
  return isMeant && origin.kind === 'interaction' && origin.target.isEphemeral
}

async function readFiles(
  asked: PendingQuestion,
  message: Message,
  channelId: string,
  parts: DiscordParts,
  signal: AbortSignal,
): Promise<void> {
  const { options, host } = parts
  const { cdnUrl, maxFileBytes: maxBytes } = options
  const downloads = await downloadFiles(asked.files, { cdnUrl, maxBytes }, signal)
  const files = downloads.flatMap((download) =>
    'bytes' in download
      ? [{ location: download.file.name, bytes: download.bytes, mediaType: download.file.mediaType }]
      : [],
  )
  await noteAttached(turnIdOf(message), asked.files, host)
  const attachments = await host.memory.attach(message, files, signal)
  const unread = [
    ...downloads.flatMap((download) =>
      'bytes' in download ? [] : [{ name: download.file.name, code: download.error.code }],
    ),
    ...attachments.flatMap(({ location, error }) => (error === undefined ? [] : [{ name: location, code: error }])),
  ]
  const where = { channelId, locale: message.locale ?? options.language }
  if (unread.length > 0) await tellUnreadFiles(unread, asked, where, parts, signal)
}
