import { Routes } from 'discord.js'
import { z } from 'zod'
import { toKikuError } from '../../../../domain/errors.ts'
import { readMessage } from '../../receive/read-message.ts'
import type { Interaction } from '../interaction.ts'
import type { QuotedMessage } from './describe-message.ts'

const FETCH_MS = 5_000

/** Reads a message that an earlier process was told of. @returns undefined when Kiku may not read it, or it is gone */
export async function fetchTarget(messageId: string, interaction: Interaction): Promise<QuotedMessage | undefined> {
  const { desk, where, signal } = interaction
  if (where.context === 'elsewhere') return undefined
  try {
    const route = Routes.channelMessage(where.channelId, messageId)
    const call = { method: 'GET', route, schema: z.unknown(), signal, timeoutMs: FETCH_MS } as const
    const message = readMessage(await desk.api.call(call), desk.identity)
    return message === undefined || message.text.trim() === '' ? undefined : message
  } catch (thrown) {
    signal.throwIfAborted()
    desk.telemetry.debug('discord-target-unread', { code: toKikuError(thrown).code })
    return undefined
  }
}
