import type { BoundedLog } from './bounded-log.ts'
import type { Delivery } from './deliver/delivery.ts'
import type { SlackMessage } from './message.ts'
import type { PeerState } from './peer-state.ts'
import { visibleText } from './visible-text.ts'
import type { Call } from './web-api.ts'
import { objectOf } from './wire.ts'

/** What happened of late, for whoever must find out why something did not. */
export function describePeer(about: {
  readonly state: PeerState
  readonly calls: BoundedLog<Call>
  readonly deliveries: BoundedLog<Delivery>
  readonly openSockets: number
}): string {
  const { state, calls, deliveries, openSockets } = about
  const lastCalls = calls.items.slice(-20).map(describeCall)
  const lastDeliveries = deliveries.items.slice(-12).map(describeDelivery)
  const messages = [...state.world.channels.keys()].flatMap((channel) => state.store.inChannel(channel).slice(-8))
  const ephemerals = state.ephemerals.all
    .slice(-5)
    .map(({ user, ...said }) => `  only ${user}: ${shorten(visibleText(said))}`)
  return [
    `Sockets open: ${openSockets}. Calls: ${calls.total}. Deliveries: ${deliveries.total}.`,
    'Last deliveries:',
    ...lastDeliveries,
    'Last calls:',
    ...lastCalls,
    'Messages:',
    ...messages.slice(-20).map(describeMessage),
    ...ephemerals,
  ].join('\n')
}

function describeCall({ method, arguments: given, status, error, reasons }: Call): string {
  const end =
    status === undefined ? 'not answered' : `${status}${error === undefined ? '' : ` ${error} ${reasons.join('; ')}`}`
  return `  ${method} ${shorten(JSON.stringify(given))} → ${end}`
}

function describeDelivery({ kind, body, attempts, isAcknowledged }: Delivery): string {
  const { type, subtype } = objectOf(body.event)
  const what = [kind, type ?? body.type ?? body.command, subtype].filter((word) => word !== undefined).join(' ')
  return `  ${what}: ${attempts} tries, ${isAcknowledged ? 'acknowledged' : 'not acknowledged'}`
}

function describeMessage(message: SlackMessage): string {
  const thread = message.threadTs === undefined ? '' : ` in ${message.threadTs}`
  const state = message.streaming === undefined ? '' : ` (${message.streaming})`
  return `  ${message.channel} ${message.ts}${thread} ${message.user}${state}: ${shorten(visibleText(message))}`
}

function shorten(text: string): string {
  return text.length > 240 ? `${text.slice(0, 240)}… (${text.length})` : text
}
