import { refusalOf } from '../api/discord-api.ts'
import type { MessageBody } from '../render/message-body.ts'
import { createChannelVoice } from './channel-voice.ts'
import { findOwnMessages } from './find-own-messages.ts'
import { isAmbiguous, setbackOf } from './refusals.ts'
import type { ReplyTarget } from './replier.ts'
import type { ReplyContext } from './reply-context.ts'
import { type Posted, type ReplyMessage, type Voice, VoiceLost } from './voice.ts'

export type InteractionTarget = ReplyTarget & { readonly kind: 'interaction' }

/** Only as many follow-ups as Discord allows; what stands can still be changed. */
const NO_MORE_FOLLOW_UPS = 40_094

/** Whether Kiku may go on by itself where the token of an interaction has expired. */
export function mayGoOn({ canPost, isEphemeral }: InteractionTarget): boolean {
  return canPost && !isEphemeral
}

/**
 * Writes with the token of an interaction for as long as that lasts, then as Kiku's bot where it may.
 * @param list the messages of the reply, so that one that was lost can be told from them
 */
export function createInteractionVoice(
  context: ReplyContext,
  target: InteractionTarget,
  list: readonly ReplyMessage[],
): Voice {
  const { interactions, telemetry } = context
  const { ref, channelId, isEphemeral } = target
  const own = createChannelVoice(context, channelId)
  const visibility = isEphemeral ? 'ephemeral' : 'public'
  let hasToken = true

  const speak = async <Result>(byToken: () => Promise<Result>, byItself: () => Promise<Result>): Promise<Result> => {
    try {
      if (hasToken) return await byToken()
    } catch (error) {
      if (setbackOf(error) !== 'voiceless') throw error
      const refusal = refusalOf(error)
      if (refusal !== NO_MORE_FOLLOW_UPS) hasToken = false
      telemetry.info('discord-interaction-over', { error: refusal, canGoOn: mayGoOn(target) })
    }
    if (!mayGoOn(target)) throw new VoiceLost()
    return byItself()
  }

  const followUp = async (body: MessageBody, signal: AbortSignal): Promise<Posted> => {
    const about = { channelId, kind: 'follow-up', isLaidOut: body.kind === 'laid-out' } as const
    try {
      return { ...about, id: await interactions.followUp(ref, body, visibility, signal), isFound: false }
    } catch (error) {
      // Follow-ups have no nonce; one that may stand is looked for where Kiku can look.
      if (!isAmbiguous(error) || !mayGoOn(target)) throw error
      const known = new Set(list.map(({ id }) => id))
      const found = (await findOwnMessages(context, channelId, signal)).find(({ id }) => !known.has(id))
      if (found === undefined) throw error
      return { ...about, id: found.id, isLaidOut: found.isLaidOut, isFound: true }
    }
  }

  /** The response as Kiku's bot sees it, where nothing was written with the token. */
  const withId = async (message: ReplyMessage, signal: AbortSignal): Promise<ReplyMessage> => {
    if (message.id !== undefined) return message
    const [first] = await findOwnMessages(context, channelId, signal)
    return { ...message, id: first?.id }
  }

  return {
    post: (body, count, signal) =>
      speak(
        () => followUp(body, signal),
        () => own.post(body, count, signal),
      ),
    edit(message, body, signal) {
      if (message.kind === 'own') return own.edit(message, body, signal)
      return speak<string | undefined>(
        async () => {
          if (message.kind === 'original') return interactions.editOriginal(ref, body, signal)
          if (message.id !== undefined) await interactions.editFollowUp(ref, message.id, body, signal)
          return message.id
        },
        async () => own.edit(await withId(message, signal), body, signal),
      )
    },
    remove(message, signal) {
      if (message.kind === 'own') return own.remove(message, signal)
      return speak(
        async () => {
          if (message.kind === 'original') return interactions.deleteOriginal(ref, signal)
          if (message.id !== undefined) await interactions.deleteFollowUp(ref, message.id, signal)
        },
        async () => own.remove(await withId(message, signal), signal),
      )
    },
  }
}
