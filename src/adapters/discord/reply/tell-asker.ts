import { Routes } from 'discord.js'
import { z } from 'zod'
import { toKikuError } from '../../../domain/errors.ts'
import { chatWords } from '../../common/chat/words.ts'
import { PROBLEMS, refusalOf } from '../api/discord-api.ts'
import { toWireBody } from '../api/to-wire-body.ts'
import { DIRECT } from '../discord-ids.ts'
import type { PlainBody } from '../render/message-body.ts'
import type { ReplyContext } from './reply-context.ts'
import { nonceFor } from './reply-nonce.ts'
import { replyWords } from './reply-words.ts'

const Opened = z.object({ id: z.string() })
const DONE = z.unknown()
const TELL_MS = 10_000

/**
 * Tells the asker that Kiku may not write where the question was asked: below the command that asked, else directly.
 * Never throws.
 * @param refusal what Discord said
 */
export async function tellAsker(context: ReplyContext, refusal: unknown, signal: AbortSignal): Promise<void> {
  const { task, telemetry } = context
  if (task.place.guild === DIRECT) return
  const body = explain(context, refusal)
  try {
    if (task.target.kind === 'interaction' && (await tellBelow(context, body, signal))) return
    await tellDirectly(context, body, signal)
  } catch (error) {
    telemetry.info('asker-not-told', { code: toKikuError(error).code, error: refusalOf(error) })
  }
}

/** The direct messages between Kiku and a person. @throws as `DiscordApi.call` */
export async function openDirectChannel({ api, task }: ReplyContext, signal: AbortSignal): Promise<string> {
  const body = { recipient_id: task.asker }
  const call = { method: 'POST', route: Routes.userChannels(), body, schema: Opened, isRepeatable: true } as const
  return (await api.call({ ...call, signal, timeoutMs: TELL_MS })).id
}

function explain({ task, missingPermissions }: ReplyContext, refusal: unknown): PlainBody {
  const { channelId } = task.target
  const known = missingPermissions?.(channelId) ?? []
  const likely = refusalOf(refusal) === PROBLEMS.missingAccess ? 'ViewChannel' : 'SendMessages'
  const names = known.length > 0 ? known : [likely]
  const sentence = chatWords(task.locale).mayNotWrite(`<#${channelId}>`)
  const content = `${sentence}\n${replyWords(task.locale).missingPermissions(names)}`
  return { kind: 'plain', content, components: [] }
}

async function tellBelow({ interactions, task }: ReplyContext, body: PlainBody, signal: AbortSignal): Promise<boolean> {
  if (task.target.kind !== 'interaction') return false
  return interactions.followUp(task.target.ref, body, 'ephemeral', signal).then(
    () => true,
    () => false,
  )
}

async function tellDirectly(context: ReplyContext, body: PlainBody, signal: AbortSignal): Promise<void> {
  const channel = await openDirectChannel(context, signal)
  const nonce = nonceFor(context.task.id, channel, 0)
  await context.api.call({
    method: 'POST',
    route: Routes.channelMessages(channel),
    body: { ...toWireBody(body), nonce, enforce_nonce: true },
    schema: DONE,
    signal,
    timeoutMs: TELL_MS,
    isRepeatable: true,
  })
}
