import type { Message } from '../../../domain/message.ts'
import { downloadFiles } from '../files/download-files.ts'
import { noteAttached } from './attached-files.ts'
import type { PendingQuestion } from './pending-question.ts'
import type { SlackParts } from './slack-parts.ts'
import { tellUnreadFiles } from './tell-unread-files.ts'

/** Finds out who will read the reply and in what language, and reads what was attached. */
export async function prepareQuestion(
  asked: PendingQuestion,
  parts: SlackParts,
  signal: AbortSignal,
): Promise<Message> {
  const { audiences, directory } = parts
  const [audience, user] = await Promise.all([
    audiences.forReply(asked.place, signal),
    directory.findUser(asked.asker.user, signal),
  ])
  const message: Message = {
    ...asked.message,
    audience,
    author: { ...asked.message.author, ...(user === undefined ? {} : { displayName: user.name }) },
    ...(user?.locale === undefined ? {} : { locale: user.locale }),
  }
  if (asked.files.length > 0) await readFiles(asked, message, parts, signal)
  return message
}

async function readFiles(
  asked: PendingQuestion,
  message: Message,
  { options, host, api }: SlackParts,
  signal: AbortSignal,
): Promise<void> {
  const { botToken: token, apiUrl, maxFileBytes: maxBytes } = options
  const downloads = await downloadFiles(asked.files, { token, apiUrl, maxBytes }, signal)
  const files = downloads.flatMap((download) =>
    'bytes' in download
      ? [{ location: download.file.name, bytes: download.bytes, mediaType: download.file.mediaType }]
      : [],
  )
  await noteAttached(asked, message, host)
  const attachments = await host.memory.attach(message, files, signal)
  const unread = [
    ...downloads.flatMap((download) =>
      'bytes' in download ? [] : [{ name: download.file.name, code: download.error.code }],
    ),
    ...attachments.flatMap(({ location, error }) => (error === undefined ? [] : [{ name: location, code: error }])),
  ]
  if (unread.length > 0) await tellUnreadFiles(unread, asked, message.locale ?? options.language, api, signal)
}
