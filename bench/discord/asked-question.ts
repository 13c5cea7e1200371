import type { DiscordMessage, Interaction } from '../../tests/fakes/discord/discord-server.ts'

/** A question as it was asked. */
export type AskedQuestion = {
  readonly number: number
  /** Epoch milliseconds. */
  readonly at: number
  /** Id of the question that its conversation began with, its own where it did. */
  readonly root: string
} & (
  | { readonly kind: 'mention'; readonly message: DiscordMessage }
  | { readonly kind: 'command'; readonly interaction: Interaction }
)

/** Of the message or command: it names the question, also within Kiku's buttons. */
export function idOf(question: AskedQuestion): string {
  return question.kind === 'mention' ? question.message.id : question.interaction.id
}

export function channelOf(question: AskedQuestion): string {
  return question.kind === 'mention' ? question.message.channelId : question.interaction.channelId
}
