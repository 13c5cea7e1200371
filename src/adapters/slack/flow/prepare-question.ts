import type { Audience } from '../../../domain/audience.ts'
import type { Message } from '../../../domain/message.ts'
import type { Preparation } from '../../../ports/chat-host.ts'
import { downloadFiles } from '../files/download-files.ts'
import { noteAttached } from './attached-files.ts'
import type { PendingQuestion } from './pending-question.ts'
import type { SlackParts } from './slack-parts.ts'
import { tellUnreadFiles } from './tell-unread-files.ts'

/** What is found out about a question in a thread while it waits: what was attached, and at the last who reads the reply. */
export function prepareQuestion(
  asked: PendingQuestion,
  message: Message,
  parts: SlackParts,
): Preparation & { readonly audience: () => Audience } {
  let audience: Audience = { labels: [] }
  return {
    isResumed: asked.isResumed,
    async prepare(signal) {
      if (asked.files.length > 0) await readFiles(asked, message, parts, signal)
    },
    async readers(signal) {
      audience = await parts.audiences.forReply(asked.place, signal)
      return audience
    },
    audience: () => audience,
  }
}

async function readFiles(
  asked: PendingQuestion,
  message: Message,
  parts: SlackParts,
  signal: AbortSignal,
): Promise<void> {
  const { options, host } = parts
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
  if (unread.length > 0) await tellUnreadFiles(unread, asked, message.locale ?? options.language, parts, signal)
}
