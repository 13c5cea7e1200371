import { toKikuError } from '../../../domain/errors.ts'
import { PROBLEMS, refusalOf } from '../api/discord-api.ts'
import { layOut } from '../api/to-wire-body.ts'
import type { MessageBody } from '../render/message-body.ts'
import { createChannelVoice } from './channel-voice.ts'
import { createInteractionVoice } from './interaction-voice.ts'
import type { ReplyContext } from './reply-context.ts'
import { type TakeUpScope, takeUpMessages } from './take-up-messages.ts'
import { type ReplyMessage, type Voice, VoiceLost } from './voice.ts'
import { writeAcceptably } from './write-acceptably.ts'

/** The messages of one reply, in the order in which they stand. All methods throw as `DiscordApi.call`, and `VoiceLost`. */
export interface ReplyMessages {
  readonly list: readonly ReplyMessage[]
  /** Makes a message show something. One that somebody has deleted stays deleted. */
  change(message: ReplyMessage, body: MessageBody, signal: AbortSignal): Promise<void>
  post(body: MessageBody, signal: AbortSignal): Promise<void>
  remove(message: ReplyMessage, signal: AbortSignal): Promise<void>
  /** Takes up what an earlier try has left. */
  takeUp(scope: TakeUpScope, signal: AbortSignal): Promise<void>
}

export function createReplyMessages(context: ReplyContext): ReplyMessages {
  const { host, task, clock, telemetry, typing } = context
  const { target } = task
  const list: ReplyMessage[] = []
  // The response of an interaction stands from the beginning: it says that Kiku is thinking, or is what was clicked.
  if (target.kind === 'interaction') {
    list.push(newMessage({ id: undefined, channelId: target.channelId, kind: 'original', isFound: true }))
  }
  const voice: Voice =
    target.kind === 'interaction'
      ? createInteractionVoice(context, target, list)
      : createChannelVoice(context, target.channelId, target.replyTo)
  let posted = 0

  const record = async (messageId: string, channel: string) => {
    const reply = { surface: 'discord', workspace: task.place.guild, channel, messageId, turnId: task.turnId }
    await host.replies.add({ ...reply, at: clock.now() }).catch((error: unknown) => {
      telemetry.error('reply-not-recorded', { code: toKikuError(error).code })
    })
  }

  const drop = (message: ReplyMessage) => {
    const at = list.indexOf(message)
    if (at >= 0) list.splice(at, 1)
  }

  /** The response has told its id: what an earlier try recorded as that is the same message. */
  const identify = async (message: ReplyMessage, id: string) => {
    if (message.id !== undefined) return
    for (const twin of list.filter((other) => other.id === id)) drop(twin)
    message.id = id
    await record(id, message.channelId)
  }

  return {
    list,
    async change(message, body, signal) {
      const wanted = message.isLaidOut && body.kind === 'plain' ? layOut(body) : body
      if (message.isGone || isSame(message.shown, wanted)) return
      const isUnknown = message.isFound && message.shown === undefined
      message.shown = undefined
      try {
        await writeAcceptably(wanted, isUnknown, telemetry, async (written) => {
          const id = await voice.edit(message, written, signal)
          if (id === undefined) return drop(message)
          message.isLaidOut ||= written.kind === 'laid-out'
          await identify(message, id)
        })
        message.shown = wanted
      } catch (error) {
        if (refusalOf(error) !== PROBLEMS.unknownMessage) throw error
        telemetry.info('reply-message-gone')
        message.isGone = true
      }
    },
    async post(body, signal) {
      const sent = await writeAcceptably(body, false, telemetry, (written) => voice.post(written, posted, signal))
      posted += 1
      typing.end(sent.channelId)
      list.push({ ...newMessage(sent), isLaidOut: sent.isLaidOut, shown: sent.isFound ? undefined : body })
      await record(sent.id, sent.channelId)
    },
    async remove(message, signal) {
      try {
        if (!message.isGone) await voice.remove(message, signal)
      } catch (error) {
        // What can't be reached any more stays.
        if (refusalOf(error) !== PROBLEMS.unknownMessage && !(error instanceof VoiceLost)) throw error
      }
      drop(message)
    },
    async takeUp(scope, signal) {
      const found = await takeUpMessages(context, scope, signal)
      for (const message of found) {
        list.push({ ...newMessage({ ...message, isFound: true }), isLaidOut: message.isLaidOut })
        await record(message.id, message.channelId)
      }
      for (const message of list) message.shown = undefined
      posted = Math.max(posted, found.length)
      if (found.length > 0) telemetry.info('reply-taken-up', { messages: found.length })
    },
  }
}

function newMessage(about: Pick<ReplyMessage, 'id' | 'channelId' | 'kind' | 'isFound'>): ReplyMessage {
  const { id, channelId, kind, isFound } = about
  return { id, channelId, kind, isFound, shown: undefined, isLaidOut: false, isGone: false }
}

function isSame(shown: MessageBody | undefined, wanted: MessageBody): boolean {
  return shown !== undefined && JSON.stringify(shown) === JSON.stringify(wanted)
}
