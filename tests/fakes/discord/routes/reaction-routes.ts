import { PermissionFlagsBits as Bits } from 'discord.js'
import { emitReaction } from '../messages/message-events.ts'
import type { PeerState } from '../peer-state.ts'
import { DiscordRefusal } from '../refusal.ts'
import type { Route, RouteRequest } from '../rest/route.ts'
import { wireUser } from '../world/world-user.ts'
import { requireOpenThread, requirePermission, seenMessage, textChannel } from './access.ts'

const PLACE = '/channels/:channel/messages/:message/reactions'

export const REACTION_ROUTES: readonly Route[] = [
  {
    name: `PUT ${PLACE}/:emoji/@me`,
    run(request, state) {
      const { channel, message, emoji } = find(request, state)
      requirePermission(state, channel, Bits.ReadMessageHistory)
      if (!message.reactions.has(emoji)) requirePermission(state, channel, Bits.AddReactions)
      requireOpenThread(state, channel, { toWrite: false })
      const users = message.reactions.get(emoji) ?? new Set<string>()
      if (message.reactions.size >= 20 && !message.reactions.has(emoji))
        throw new DiscordRefusal(400, 30010, 'Maximum number of reactions reached (20)')
      const userId = state.world.appId
      if (users.has(userId)) return undefined
      message.reactions.set(emoji, users.add(userId))
      emitReaction(state, { message, userId, emoji, isAdded: true })
      return undefined
    },
  },
  { name: `DELETE ${PLACE}/:emoji/@me`, run: (request, state) => remove(request, state, state.world.appId) },
  {
    name: `DELETE ${PLACE}/:emoji/:user`,
    run(request, state) {
      requirePermission(state, find(request, state).channel, Bits.ManageMessages)
      return remove(request, state, request.param('user'))
    },
  },
  {
    name: `GET ${PLACE}/:emoji`,
    run(request, state) {
      const { message, emoji } = find(request, state)
      return [...(message.reactions.get(emoji) ?? [])].map((id) => wireUser(state.world.user(id)))
    },
  },
]

function find({ param }: RouteRequest, state: PeerState) {
  const channel = textChannel(state, param('channel'))
  const message = seenMessage(state, channel, param('message'))
  const emoji = param('emoji')
  if (!/\p{Extended_Pictographic}|\p{Regional_Indicator}|^[\d#*]/u.test(emoji))
    throw new DiscordRefusal(400, 10014, 'Unknown Emoji')
  return { channel, message, emoji }
}

function remove(request: RouteRequest, state: PeerState, userId: string): undefined {
  const { message, emoji } = find(request, state)
  const users = message.reactions.get(emoji)
  if (users?.delete(userId) !== true) return undefined
  if (users.size === 0) message.reactions.delete(emoji)
  emitReaction(state, { message, userId, emoji, isAdded: false })
  return undefined
}
