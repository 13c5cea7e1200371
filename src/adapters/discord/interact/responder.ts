import type { APIModalInteractionResponseCallbackData } from 'discord.js'
import type { Choice, InteractionApi, InteractionRef } from '../api/interaction-api.ts'
import type { MessageBody } from '../render/message-body.ts'

/**
 * Speaks to the one who used a command, button or form. Discord wants exactly one first response within three seconds;
 * everything later goes another way (https://discord.com/developers/docs/interactions/receiving-and-responding).
 */
export interface Responder {
  /** Acknowledges; the answer follows and is seen as `kind` says. */
  defer(kind: 'public' | 'ephemeral', signal: AbortSignal): Promise<void>
  /** Acknowledges a click on a message that stays, or changes later (`update`). */
  deferUpdate(signal: AbortSignal): Promise<void>
  /** Says something that the person alone sees. After a public acknowledgement this takes the place of the answer. */
  say(body: MessageBody, signal: AbortSignal): Promise<void>
  /** Adds something that the person alone sees, once an answer stands that `say` would take the place of. */
  note(body: MessageBody, signal: AbortSignal): Promise<void>
  /** Changes the message that was clicked, or what was said to a command. */
  update(body: MessageBody, signal: AbortSignal): Promise<void>
  openForm(form: APIModalInteractionResponseCallbackData, signal: AbortSignal): Promise<void>
  suggest(choices: readonly Choice[], signal: AbortSignal): Promise<void>
}

type State = 'fresh' | 'deferred-public' | 'deferred-ephemeral' | 'deferred-update' | 'responded'

export function createResponder(ref: InteractionRef, api: InteractionApi): Responder {
  let state: State = 'fresh'
  // Set before the call: one that failed may have arrived all the same, and there is no second first response.
  const respondFirst = async (next: State, respond: () => Promise<void>) => {
    state = next
    await respond()
  }

  return {
    defer: (kind, signal) => respondFirst(`deferred-${kind}`, () => api.defer(ref, kind, signal)),
    deferUpdate: (signal) => respondFirst('deferred-update', () => api.deferUpdate(ref, signal)),
    openForm: (form, signal) => respondFirst('responded', () => api.openForm(ref, form, signal)),
    suggest: (choices, signal) => respondFirst('responded', () => api.suggest(ref, choices, signal)),
    async say(body, signal) {
      switch (state) {
        case 'fresh':
          return await respondFirst('responded', () => api.reply(ref, body, 'ephemeral', signal))
        case 'deferred-ephemeral':
          state = 'responded'
          await api.editOriginal(ref, body, signal)
          return
        case 'deferred-public':
          // What follows an acknowledgement first is seen by those whom the acknowledgement promised it to.
          state = 'responded'
          await api.deleteOriginal(ref, signal)
          await api.followUp(ref, body, 'ephemeral', signal)
          return
        case 'deferred-update':
        case 'responded':
          await api.followUp(ref, body, 'ephemeral', signal)
      }
    },
    async note(body, signal) {
      state = 'responded'
      await api.followUp(ref, body, 'ephemeral', signal)
    },
    async update(body, signal) {
      if (state === 'fresh') return await respondFirst('responded', () => api.update(ref, body, signal))
      state = 'responded'
      await api.editOriginal(ref, body, signal)
    },
  }
}
