import { Routes } from 'discord.js'
import { z } from 'zod'
import { toKikuError } from '../../../domain/errors.ts'
import { chatWords } from '../../common/chat/words.ts'
import { toWireBody } from '../api/to-wire-body.ts'
import { noticeMessage } from '../render/render-reply.ts'
import { nonceFor } from '../reply/reply-nonce.ts'
import type { DiscordParts } from './discord-parts.ts'
import type { PendingQuestion } from './pending-question.ts'

const NOTHING = z.unknown()
const MOST_NAMED = 5
const NAME_CHARACTERS = 100

/**
 * Says which files could not be read and why, so that nobody takes them for read: below a command to the asker alone,
 * else as a message above the answer. A notice that cannot be shown costs itself, not the answer.
 */
export async function tellUnreadFiles(
  unread: readonly { readonly name: string; readonly code: string }[],
  { message, origin }: PendingQuestion,
  { channelId, locale }: { readonly channelId: string; readonly locale: 'en' | 'ja' },
  { api, interactions, options }: Pick<DiscordParts, 'api' | 'interactions' | 'options'>,
  signal: AbortSignal,
): Promise<void> {
  const words = chatWords(locale)
  const lines = unread
    .slice(0, MOST_NAMED)
    .map(({ name, code }) => words.fileUnread(name.slice(0, NAME_CHARACTERS), code))
  const notice = noticeMessage(lines.join('\n'))
  try {
    if (origin.kind === 'interaction') {
      await interactions.followUp(origin.target.ref, notice, 'ephemeral', signal)
    } else {
      const reference = { message_id: origin.messageId, fail_if_not_exists: false }
      const body = {
        ...toWireBody(notice),
        nonce: nonceFor(`${message.id} files`, channelId, 0),
        enforce_nonce: true,
        ...(channelId === origin.channelId ? { message_reference: reference } : {}),
      }
      const route = Routes.channelMessages(channelId)
      await api.call({ method: 'POST', route, body, schema: NOTHING, signal, isRepeatable: true })
    }
  } catch (thrown) {
    signal.throwIfAborted()
    options.telemetry.warn('discord-notice-not-shown', { code: toKikuError(thrown).code })
  }
}
