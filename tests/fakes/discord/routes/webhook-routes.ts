import { MessageFlags, MessageType } from 'discord.js'
import type { InteractionRecord } from '../interactions.ts'
import type { DiscordMessage } from '../messages/message.ts'
import { emitDeleted } from '../messages/message-events.ts'
import { readingOver, wireMessage } from '../messages/wire-message.ts'
import { editMessage, writeMessage } from '../messages/write-message.ts'
import type { PeerState } from '../peer-state.ts'
import { DiscordRefusal, unknown } from '../refusal.ts'
import type { Route, RouteRequest } from '../rest/route.ts'
import { numberOf, type WireObject } from '../wire.ts'
import { placeOf } from './interaction-routes.ts'

const PLACE = '/webhooks/:app/:token'

/** What follows the first answer (https://discord.com/developers/docs/interactions/receiving-and-responding#followup-messages). */
export const WEBHOOK_ROUTES: readonly Route[] = [
  { name: `POST ${PLACE}`, isOpen: true, run: follow },
  {
    name: `GET ${PLACE}/messages/:message`,
    isOpen: true,
    run: (request, state) => wire(find(request, state).message, state),
  },
  {
    name: `PATCH ${PLACE}/messages/:message`,
    isOpen: true,
    run(request, state) {
      const { interaction, message } = find(request, state)
      editMessage(state, { body: request.body, files: request.files }, message)
      if (message === interaction.original) interaction.isLoading = false
      return wire(message, state)
    },
  },
  {
    name: `DELETE ${PLACE}/messages/:message`,
    isOpen: true,
    run(request, state) {
      const { interaction, message } = find(request, state)
      state.store.remove(message)
      if (message === interaction.original) interaction.isLoading = false
      emitDeleted(state, message)
      return undefined
    },
  },
]

const wire = (message: DiscordMessage, state: PeerState): WireObject =>
  wireMessage(message, state, readingOver.rest(state))

/** @throws DiscordRefusal where there is none, it has expired, or it was not answered yet */
function findInteraction({ param }: RouteRequest, state: PeerState): InteractionRecord {
  const interaction = state.interactions.findByToken(param('token'))
  if (interaction === undefined || param('app') !== state.world.appId) throw unknown('Webhook')
  if (Date.now() - interaction.at > state.limits.tokenLifeMs)
    throw new DiscordRefusal(401, 50027, 'Invalid Webhook Token')
  if (interaction.acknowledgement === undefined) throw unknown('Webhook')
  return interaction
}

function find(request: RouteRequest, state: PeerState) {
  const interaction = findInteraction(request, state)
  const id = request.param('message')
  const own = [interaction.original, ...interaction.followUps]
  const message = id === '@original' ? interaction.original : own.find((one) => one?.id === id)
  if (message === undefined || message.isDeleted) throw unknown('Message')
  return { interaction, message }
}

function follow(request: RouteRequest, state: PeerState): WireObject {
  const interaction = findInteraction(request, state)
  const draft = { body: request.body, files: request.files }
  const { original } = interaction
  // The first one takes the place of the message that is loading, which stays as private as it was.
  if (interaction.isLoading && original?.isDeleted === false) {
    editMessage(state, draft, original)
    interaction.isLoading = false
    return wire(original, state)
  }
  if (interaction.isUserInstallOnly && interaction.followUps.length >= state.limits.userInstallFollowUps)
    throw new DiscordRefusal(400, 40094, 'This interaction has reached the maximum number of follow-up messages.')
  const wanted = (numberOf(request.body.flags) ?? 0) & MessageFlags.Ephemeral
  const place = placeOf(interaction, wanted)
  const message = writeMessage(state, draft, { ...place, ...replyTo(original) })
  interaction.followUps.push(message)
  return wire(message, state)
}

function replyTo(original: DiscordMessage | undefined) {
  if (original === undefined || original.isDeleted) return { type: MessageType.Default }
  const reference = { kind: 'reply' as const, channelId: original.channelId, messageId: original.id }
  return { type: MessageType.Reply, reference }
}
