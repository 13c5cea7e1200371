import { InteractionType as Did, InteractionResponseType as How, MessageFlags, MessageType } from 'discord.js'
import { addChoiceProblems } from '../commands/check-command.ts'
import type { InteractionRecord } from '../interactions.ts'
import { readingOver, wireMessage } from '../messages/wire-message.ts'
import { editMessage, writeMessage } from '../messages/write-message.ts'
import type { PeerState } from '../peer-state.ts'
import { createProblems, DiscordRefusal, invalidForm, unknown } from '../refusal.ts'
import type { Route, RouteRequest } from '../rest/route.ts'
import { compact, numberOf, objectOf, objectsOf, textOf, type WireObject } from '../wire.ts'
import { checkModal } from './check-modal.ts'

/** Which answers go with what was done. */
const FITTING: ReadonlyMap<number, readonly Did[]> = new Map([
  [How.ChannelMessageWithSource, [Did.ApplicationCommand, Did.MessageComponent, Did.ModalSubmit]],
  [How.DeferredChannelMessageWithSource, [Did.ApplicationCommand, Did.MessageComponent, Did.ModalSubmit]],
  [How.DeferredMessageUpdate, [Did.MessageComponent, Did.ModalSubmit]],
  [How.UpdateMessage, [Did.MessageComponent, Did.ModalSubmit]],
  [How.ApplicationCommandAutocompleteResult, [Did.ApplicationCommandAutocomplete]],
  [How.Modal, [Did.ApplicationCommand, Did.MessageComponent]],
])

export const INTERACTION_ROUTES: readonly Route[] = [
  { name: 'POST /interactions/:interaction/:token/callback', isOpen: true, run: answer },
]

/** The first answer (https://discord.com/developers/docs/interactions/receiving-and-responding). */
function answer(request: RouteRequest, state: PeerState): WireObject | undefined {
  const { param, query } = request
  const interaction = state.interactions.find(param('interaction'))
  if (interaction === undefined || interaction.token !== param('token')) throw unknown('interaction')
  if (interaction.acknowledgement !== undefined)
    throw new DiscordRefusal(400, 40060, 'Interaction has already been acknowledged.')
  const afterMs = Date.now() - interaction.at
  if (afterMs > state.limits.answerMs) throw unknown('interaction')
  const type = numberOf(request.body.type) ?? 0
  const isUpdate = type === How.UpdateMessage || type === How.DeferredMessageUpdate
  const isFitting = FITTING.get(type)?.includes(interaction.type) ?? false
  if (!isFitting || (isUpdate && interaction.source === undefined))
    throw invalidForm('type', 'INTERACTION_RESPONSE_TYPE_INVALID', 'This answer does not go with the interaction')
  obey(type, interaction, request, state)
  interaction.acknowledgement = { type, afterMs }
  return query.get('with_response') === 'true' ? wireCallback(interaction, type, state) : undefined
}

function obey(type: How, interaction: InteractionRecord, { body, files }: RouteRequest, state: PeerState): void {
  const data = objectOf(body.data)
  switch (type) {
    case How.ChannelMessageWithSource:
      interaction.original = writeMessage(state, { body: data, files }, placeOf(interaction, numberOf(data.flags) ?? 0))
      return
    case How.DeferredChannelMessageWithSource: {
      const flags = numberOf(data.flags) ?? 0
      if ((flags & ~MessageFlags.Ephemeral) !== 0)
        throw invalidForm('data.flags', 'BASE_TYPE_CHOICES', 'Only EPHEMERAL can be set while deferring')
      const place = placeOf(interaction, flags)
      interaction.original = writeMessage(
        state,
        { body: {}, files: [] },
        { ...place, flags: place.flags | MessageFlags.Loading },
      )
      interaction.isLoading = true
      return
    }
    case How.DeferredMessageUpdate:
      interaction.original = interaction.source
      return
    case How.UpdateMessage:
      if (interaction.source?.isDeleted === false) editMessage(state, { body: data, files }, interaction.source)
      interaction.original = interaction.source
      return
    case How.ApplicationCommandAutocompleteResult:
      interaction.choices = checkChoices(objectsOf(data.choices))
      return
    case How.Modal:
      checkModal(data)
      interaction.modal = {
        userId: interaction.userId,
        customId: textOf(data.custom_id),
        title: textOf(data.title),
        components: objectsOf(data.components),
        interaction,
      }
      state.interactions.modals.push(interaction.modal)
      return
    default:
      throw new Error(`The Discord peer does not know the answer ${type}.`)
  }
}

function checkChoices(choices: readonly WireObject[]): readonly WireObject[] {
  const problems = createProblems()
  if (choices.length > 25) problems.add('data.choices', 'BASE_TYPE_MAX_LENGTH', 'Must be 25 or fewer in length.')
  for (const [at, choice] of choices.entries()) addChoiceProblems(choice, `data.choices.${at}`, problems)
  problems.settle()
  return choices
}

/** Where the answer to an interaction stands, and who sees it. @param wanted flags that the app asks for */
export function placeOf(interaction: InteractionRecord, wanted: number) {
  const isPrivate = interaction.isPrivate || (wanted & MessageFlags.Ephemeral) !== 0
  const { source } = interaction
  return {
    channelId: interaction.channelId,
    interactionId: interaction.id,
    flags: isPrivate ? MessageFlags.Ephemeral : 0,
    ...(isPrivate ? { onlyFor: interaction.userId } : {}),
    ...(source === undefined
      ? { type: interaction.payload.data === undefined ? MessageType.Default : commandMessageType(interaction) }
      : {
          type: MessageType.Reply,
          reference: { kind: 'reply' as const, channelId: source.channelId, messageId: source.id },
        }),
  }
}

function commandMessageType({ payload }: InteractionRecord): MessageType {
  const { type } = objectOf(payload.data)
  return type === 2 || type === 3 ? MessageType.ContextMenuCommand : MessageType.ChatInputCommand
}

/** https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-callback-interaction-callback-response-object */
function wireCallback(interaction: InteractionRecord, type: How, state: PeerState): WireObject {
  const { original } = interaction
  const about = compact({
    id: interaction.id,
    type: interaction.type,
    response_message_id: original?.id,
    response_message_loading: original === undefined ? undefined : interaction.isLoading,
    response_message_ephemeral: original === undefined ? undefined : original.onlyFor !== undefined,
  })
  const message = original === undefined ? undefined : wireMessage(original, state, readingOver.rest(state))
  return { interaction: about, resource: compact({ type, message }) }
}
