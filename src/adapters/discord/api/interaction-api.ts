import type { APIModalInteractionResponseCallbackData } from 'discord.js'
import type { MessageBody } from '../render/message-body.ts'

/** What can be said to an interaction (https://discord.com/developers/docs/interactions/receiving-and-responding). */
export interface InteractionApi {
  /**
   * Acknowledges within three seconds; the answer follows. One that Discord has already (a repetition after a lost
   * connection) counts as done. @throws as `DiscordApi.call`; with `PROBLEMS.unknownInteraction` when it was too late
   */
  defer(ref: InteractionRef, kind: 'public' | 'ephemeral', signal: AbortSignal): Promise<void>
  /** Acknowledges a click whose message stays as it is, or is changed later with `editOriginal`. */
  deferUpdate(ref: InteractionRef, signal: AbortSignal): Promise<void>
  /** Answers at once. */
  reply(ref: InteractionRef, body: MessageBody, kind: 'public' | 'ephemeral', signal: AbortSignal): Promise<void>
  /** Changes the message that was clicked, at once. */
  update(ref: InteractionRef, body: MessageBody, signal: AbortSignal): Promise<void>
  openForm(ref: InteractionRef, form: APIModalInteractionResponseCallbackData, signal: AbortSignal): Promise<void>
  /** Suggests values of an option; at most 25, each at most 100 characters. */
  suggest(ref: InteractionRef, choices: readonly Choice[], signal: AbortSignal): Promise<void>
  /** After `defer`, `reply`, `update` and `deferUpdate`, for 15 minutes. @returns the message's id */
  editOriginal(ref: InteractionRef, body: MessageBody, signal: AbortSignal): Promise<string>
  deleteOriginal(ref: InteractionRef, signal: AbortSignal): Promise<void>
  /** Another message, seen as `kind` says. @returns its id */
  followUp(ref: InteractionRef, body: MessageBody, kind: 'public' | 'ephemeral', signal: AbortSignal): Promise<string>
  editFollowUp(ref: InteractionRef, messageId: string, body: MessageBody, signal: AbortSignal): Promise<void>
  deleteFollowUp(ref: InteractionRef, messageId: string, signal: AbortSignal): Promise<void>
}

export interface InteractionRef {
  readonly id: string
  /** Speaks for Kiku until 15 minutes after it was made. Never logged. */
  readonly token: string
  /** Epoch milliseconds at which Discord made it. */
  readonly at: number
}

export interface Choice {
  readonly name: string
  readonly value: string
}

/** How long Discord waits for the first response, and takes later ones, in milliseconds. */
export const FIRST_RESPONSE_MS = 3_000
export const TOKEN_LIFE_MS = 15 * 60_000
