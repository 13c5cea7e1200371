import { MessageFlags, Routes } from 'discord.js'
import { z } from 'zod'
import { KikuError } from '../../../domain/errors.ts'
import { PROBLEMS, refusalOf } from '../api/discord-api.ts'
import { toWireBody, toWireEdit } from '../api/to-wire-body.ts'
import type { MessageBody } from '../render/message-body.ts'
import type { ReplyContext } from './reply-context.ts'
import { nonceFor } from './reply-nonce.ts'
import type { Voice } from './voice.ts'

const Sent = z.object({ id: z.string(), content: z.string().optional(), flags: z.number().optional() })
const DONE = z.unknown()
const WRITE_MS = 15_000
/** Kiku may not read the history of the channel, which a reply needs. */
const NO_REPLY = 160_002

/** Writes as Kiku's bot (https://discord.com/developers/docs/resources/message). @param replyTo the message to reply to first */
export function createChannelVoice(context: ReplyContext, channelId: string, replyTo?: string): Voice {
  const { api, task } = context

  const send = async (body: MessageBody, nonce: string, reference: string | undefined, signal: AbortSignal) => {
    const wire = toWireBody(body)
    const sent = await api.call({
      method: 'POST',
      route: Routes.channelMessages(channelId),
      // What was posted although the call failed comes back when the same nonce is posted again.
      body: { ...wire, nonce, enforce_nonce: true, ...referenceTo(reference) },
      schema: Sent,
      signal,
      timeoutMs: WRITE_MS,
      isRepeatable: true,
    })
    const isLaidOut = ((sent.flags ?? wire.flags) & MessageFlags.IsComponentsV2) !== 0
    const isOther = body.kind === 'plain' && sent.content !== undefined && sent.content.trim() !== body.content.trim()
    const isFound = isOther || isLaidOut !== (body.kind === 'laid-out')
    return { id: sent.id, channelId, kind: 'own', isFound, isLaidOut } as const
  }

  return {
    async post(body, count, signal) {
      const nonce = nonceFor(task.id, channelId, count)
      const reference = count === 0 ? replyTo : undefined
      try {
        return await unarchived(context, channelId, signal, () => send(body, nonce, reference, signal))
      } catch (error) {
        if (reference === undefined || !isAboutReference(error)) throw error
        return send(body, nonce, undefined, signal)
      }
    },
    async edit({ id, ...message }, body, signal) {
      if (id === undefined) return undefined
      const route = Routes.channelMessage(message.channelId, id)
      const call = {
        method: 'PATCH',
        route,
        body: toWireEdit(body),
        schema: DONE,
        signal,
        timeoutMs: WRITE_MS,
      } as const
      await unarchived(context, message.channelId, signal, () => api.call(call))
      return id
    },
    async remove({ id, ...message }, signal) {
      if (id === undefined) return
      const route = Routes.channelMessage(message.channelId, id)
      const call = { method: 'DELETE', route, schema: DONE, signal, timeoutMs: WRITE_MS } as const
      await unarchived(context, message.channelId, signal, () => api.call(call))
    },
  }
}

/** A question that was deleted meanwhile is answered all the same. */
function referenceTo(messageId: string | undefined): object {
  return messageId === undefined ? {} : { message_reference: { message_id: messageId, fail_if_not_exists: false } }
}

function isAboutReference(error: unknown): boolean {
  if (refusalOf(error) === NO_REPLY) return true
  const isForm = error instanceof KikuError && refusalOf(error) === PROBLEMS.invalidForm
  return isForm && String(error.details.fields).includes('message_reference')
}

/** Does something in a thread; one that was archived meanwhile is opened again, unless it is locked. */
async function unarchived<Result>(
  { api, telemetry }: ReplyContext,
  channelId: string,
  signal: AbortSignal,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (refusalOf(error) !== PROBLEMS.threadArchived) throw error
    telemetry.info('discord-thread-opened-again')
    const body = { archived: false }
    await api.call({
      method: 'PATCH',
      route: Routes.channel(channelId),
      body,
      schema: DONE,
      signal,
      timeoutMs: WRITE_MS,
    })
    return work()
  }
}
