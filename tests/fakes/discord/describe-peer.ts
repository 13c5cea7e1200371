import type { BoundedLog } from '../slack/bounded-log.ts'
import type { PeerState, Told } from './peer-state.ts'
import type { Call } from './rest/rest-api.ts'
import { visibleText } from './visible-text.ts'

/** What happened of late, for whoever must find out why something did not. */
export function describePeer(about: {
  readonly state: PeerState
  readonly calls: BoundedLog<Call>
  readonly told: BoundedLog<Told>
  readonly openSockets: number
  readonly failures: readonly string[]
}): string {
  const { state, calls, told, openSockets, failures } = about
  const messages = [...state.world.channels.values()].flatMap(({ id, name }) =>
    state.store
      .inChannel(id)
      .slice(-8)
      .map((message) => ({ message, name })),
  )
  const newest = messages.sort((first, second) => first.message.at - second.message.at).slice(-20)
  return [
    `Sockets open: ${openSockets}. Calls: ${calls.total}. Events told: ${told.total}.`,
    ...failures.map((failure) => `The Discord peer itself failed: ${failure}`),
    'Last events:',
    ...told.items.slice(-15).map(({ type, sessions }) => `  ${type} to ${sessions} sessions`),
    'Last calls:',
    ...calls.items.slice(-20).map(describeCall),
    'Messages:',
    ...newest.map(({ message, name }) => {
      const only = message.onlyFor === undefined ? '' : ` only for ${state.world.user(message.onlyFor).username}`
      const author = state.world.user(message.authorId).username
      return `  ${name}, ${author}${only}: ${shorten(visibleText(message))}`
    }),
  ].join('\n')
}

function describeCall({ method, path, body, status, code }: Call): string {
  const place = path.replace(/[\w-]{60,}/g, '(token)')
  const end = status === undefined ? 'not answered' : `${status}${code === undefined ? '' : ` ${code}`}`
  return `  ${method} ${place} ${shorten(JSON.stringify(body))} → ${end}`
}

function shorten(text: string): string {
  return text.length > 240 ? `${text.slice(0, 240)}… (${text.length})` : text
}
