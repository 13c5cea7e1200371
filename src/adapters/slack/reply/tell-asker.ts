import { z } from 'zod'
import { toKikuError } from '../../../domain/errors.ts'
import { chatWords } from '../../common/chat/words.ts'
import type { ReplyContext } from './reply-context.ts'

const Opened = z.object({ channel: z.object({ id: z.string() }) })
const DONE = z.object({})
const TELL_MS = 10_000

/** Tells the asker directly that Kiku may not write where the question was asked. Never throws. */
export async function tellAsker({ api, task, telemetry }: ReplyContext, signal: AbortSignal): Promise<void> {
  if (task.isDirect) return
  const limits = { signal, timeoutMs: TELL_MS }
  try {
    const open = { arguments: { users: task.asker.user }, schema: Opened, ...limits }
    const { channel } = await api.call('conversations.open', open)
    const text = chatWords(task.locale).mayNotWrite(`<#${task.place.channel}>`)
    const message = { channel: channel.id, text, unfurl_links: false, unfurl_media: false }
    await api.call('chat.postMessage', { arguments: message, schema: DONE, ...limits })
  } catch (error) {
    telemetry.info('asker-not-told', { code: toKikuError(error).code })
  }
}
