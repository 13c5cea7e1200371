import type { InteractionRef } from '../api/interaction-api.ts'
import type { ArrivedUser, InteractionData, InteractionPlace } from '../receive/arrival.ts'
import type { DiscordWords } from '../words/discord-words.ts'
import type { InteractionDesk } from './interaction-desk.ts'
import type { Responder } from './responder.ts'

/** One command, click or form, with what is known of the person behind it. */
export interface Interaction {
  readonly desk: InteractionDesk
  readonly ref: InteractionRef
  readonly person: ArrivedUser
  readonly where: InteractionPlace
  readonly locale: 'en' | 'ja'
  readonly words: DiscordWords
  readonly respond: Responder
  readonly signal: AbortSignal
}

export type CommandData = Extract<InteractionData, { readonly kind: 'command' }>
export type MessageCommandData = Extract<InteractionData, { readonly kind: 'message-command' }>
export type AutocompleteData = Extract<InteractionData, { readonly kind: 'autocomplete' }>
export type ClickData = Extract<InteractionData, { readonly kind: 'click' }>
export type FormData = Extract<InteractionData, { readonly kind: 'form' }>

/** An option's text. @returns empty where it was not given */
export function optionOf({ options }: CommandData, name: string): string {
  return String(options[name] ?? '')
}

/** What was entered in a field of a form. @returns empty where nothing was */
export function fieldOf({ fields }: FormData, name: string): string {
  const value = fields[name]
  return (typeof value === 'string' ? value : (value?.[0] ?? '')).trim()
}

/** What was chosen from a menu of a form. */
export function choicesOf({ fields }: FormData, name: string): readonly string[] {
  const value = fields[name]
  return typeof value === 'string' ? [value] : (value ?? [])
}
