import { InteractionResponseType, MessageFlags, Routes } from 'discord.js'
import { z } from 'zod'
import type { Clock } from '../../../ports/clock.ts'
import type { MessageBody } from '../render/message-body.ts'
import { describeRefusal } from './call-errors.ts'
import { type DiscordApi, type DiscordIdentity, type DiscordRequest, PROBLEMS, refusalOf } from './discord-api.ts'
import { FIRST_RESPONSE_MS, type InteractionApi, type InteractionRef, TOKEN_LIFE_MS } from './interaction-api.ts'
import { nameRoute } from './name-route.ts'
import { toWireBody, toWireEdit } from './to-wire-body.ts'
import { writeBody } from './write-body.ts'

export interface InteractionApiOptions {
  readonly api: DiscordApi
  readonly identity: Pick<DiscordIdentity, 'applicationId'>
  readonly clock: Clock
}

/** A first try that hangs leaves time for a second one. */
const FIRST_TRY_MS = 1_300
/** However late Kiku takes it to be: clocks differ, and Discord's counts. */
const LEAST_MS = 1_000
const ORIGINAL = '@original'
const MOST_CHOICES = 25
const Sent = z.object({ id: z.string() })
const DONE = z.unknown()

export function createInteractionApi({ api, identity, clock }: InteractionApiOptions): InteractionApi {
  /** https://discord.com/developers/docs/interactions/receiving-and-responding#create-interaction-response */
  const respond = async (
    ref: InteractionRef,
    type: InteractionResponseType,
    data: object | undefined,
    signal: AbortSignal,
  ) => {
    const leftMs = Math.min(FIRST_RESPONSE_MS, Math.max(LEAST_MS, ref.at + FIRST_RESPONSE_MS - clock.now()))
    const end = clock.elapsed() + leftMs
    const route = Routes.interactionCallback(ref.id, ref.token)
    const body = data === undefined ? { type } : { type, data }
    const limits = { schema: DONE, signal, isByInteraction: true, isRepeatable: true }
    const call = (timeoutMs: number) => api.call({ method: 'POST', route, body, ...limits, timeoutMs })
    try {
      await call(Math.min(FIRST_TRY_MS, leftMs)).catch((error: unknown) => {
        const restMs = end - clock.elapsed()
        signal.throwIfAborted()
        if (refusalOf(error) !== undefined || restMs < LEAST_MS / 2) throw error
        return call(restMs)
      })
    } catch (error) {
      if (refusalOf(error) !== PROBLEMS.alreadyAcknowledged) throw error
    }
  }

  /** Calls that the interaction's token allows. */
  const speak = <Result>(
    ref: InteractionRef,
    request: Pick<DiscordRequest<Result>, 'method' | 'route' | 'body' | 'schema' | 'signal'>,
  ): Promise<Result> => {
    if (clock.now() < ref.at + TOKEN_LIFE_MS) return api.call({ ...request, isByInteraction: true })
    const { method, route } = request
    throw describeRefusal({ method, route: nameRoute(route) }, { status: 401, error: PROBLEMS.invalidWebhookToken })
  }
  const edit = async (ref: InteractionRef, messageId: string, body: MessageBody, signal: AbortSignal) => {
    const route = Routes.webhookMessage(identity.applicationId, ref.token, messageId)
    const { id } = await writeBody(body, async (written) =>
      speak(ref, { method: 'PATCH', route, body: toWireEdit(written), schema: Sent, signal }),
    )
    return id
  }
  const remove = async (ref: InteractionRef, messageId: string, signal: AbortSignal) => {
    const route = Routes.webhookMessage(identity.applicationId, ref.token, messageId)
    await speak(ref, { method: 'DELETE', route, schema: DONE, signal })
  }

  return {
    defer: (ref, kind, signal) =>
      respond(ref, InteractionResponseType.DeferredChannelMessageWithSource, { flags: flagsOf(kind) }, signal),
    deferUpdate: (ref, signal) => respond(ref, InteractionResponseType.DeferredMessageUpdate, undefined, signal),
    reply: (ref, body, kind, signal) =>
      writeBody(body, (written) =>
        respond(ref, InteractionResponseType.ChannelMessageWithSource, toWireBody(written, flagsOf(kind)), signal),
      ),
    update: (ref, body, signal) =>
      writeBody(body, (written) => respond(ref, InteractionResponseType.UpdateMessage, toWireEdit(written), signal)),
    openForm: (ref, form, signal) => respond(ref, InteractionResponseType.Modal, form, signal),
    suggest: (ref, choices, signal) => {
      const data = { choices: choices.slice(0, MOST_CHOICES) }
      return respond(ref, InteractionResponseType.ApplicationCommandAutocompleteResult, data, signal)
    },
    editOriginal: (ref, body, signal) => edit(ref, ORIGINAL, body, signal),
    deleteOriginal: (ref, signal) => remove(ref, ORIGINAL, signal),
    async followUp(ref, body, kind, signal) {
      const route = Routes.webhook(identity.applicationId, ref.token)
      const { id } = await writeBody(body, async (written) =>
        speak(ref, { method: 'POST', route, body: toWireBody(written, flagsOf(kind)), schema: Sent, signal }),
      )
      return id
    },
    async editFollowUp(ref, messageId, body, signal) {
      await edit(ref, messageId, body, signal)
    },
    deleteFollowUp: remove,
  }
}

function flagsOf(kind: 'public' | 'ephemeral'): number {
  return kind === 'ephemeral' ? MessageFlags.Ephemeral : 0
}
