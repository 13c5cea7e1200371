import type { PeerState } from '../peer-state.ts'
import { isObject, SlackRefusal, textOf, type WireObject } from '../wire.ts'
import { BOT_USER } from '../world.ts'
import { scopePrefixOf, type WorldChannel } from '../world-channel.ts'

/** One method of the Web API. Answers what goes beside `ok: true`. @throws SlackRefusal */
export interface Method {
  readonly run: (parameters: WireObject, state: PeerState) => WireObject
  /** Any one of these is enough. */
  readonly scopes: (parameters: WireObject, state: PeerState) => readonly string[]
}

export const anyOf =
  (...scopes: readonly string[]): Method['scopes'] =>
  () =>
    scopes

/** The scope for the kind of channel that is asked about, such as `groups:history`. */
export const forChannel =
  (access: 'read' | 'history'): Method['scopes'] =>
  (parameters, { world }) => {
    const channel = world.channels.get(textOf(parameters.channel))
    return [`${channel === undefined ? 'channels' : scopePrefixOf(channel)}:${access}`]
  }

/** @throws SlackRefusal `invalid_arguments`, as Slack does where something required is missing */
export function need(parameters: WireObject, ...names: readonly string[]): void {
  const missing = names.filter((name) => parameters[name] === undefined || parameters[name] === '')
  if (missing.length === 0) return
  throw new SlackRefusal(
    'invalid_arguments',
    missing.map((name) => `missing required field: ${name}`),
  )
}

/** An argument that is an object or list, also where it came as JSON in a form. */
export function structureOf(parameters: WireObject, name: string, error: string): unknown {
  const value = parameters[name]
  if (typeof value !== 'string') return value
  try {
    return JSON.parse(value)
  } catch {
    throw new SlackRefusal(error, [`${name} is no JSON`])
  }
}

/** A metadata argument, checked. @throws SlackRefusal `invalid_metadata_format`, `invalid_metadata_schema` */
export function metadataOf(parameters: WireObject): WireObject | undefined {
  const metadata = structureOf(parameters, 'metadata', 'invalid_metadata_format')
  if (metadata === undefined) return undefined
  if (!isObject(metadata)) throw new SlackRefusal('invalid_metadata_format')
  if (typeof metadata.event_type !== 'string' || !isObject(metadata.event_payload)) {
    throw new SlackRefusal('invalid_metadata_schema')
  }
  return metadata
}

/** A channel that the app can see. @throws SlackRefusal `channel_not_found` */
export function visibleChannel(id: unknown, { world }: PeerState): WorldChannel {
  const channel = world.channels.get(textOf(id))
  if (channel === undefined) throw new SlackRefusal('channel_not_found')
  // What Slack does not want to tell of, it says not to know.
  if (channel.kind !== 'public' && !channel.members.has(BOT_USER)) throw new SlackRefusal('channel_not_found')
  return channel
}

/** A channel that the app is in. @throws SlackRefusal `channel_not_found`, `not_in_channel` */
export function ownChannel(id: unknown, state: PeerState): WorldChannel {
  const channel = visibleChannel(id, state)
  if (!channel.members.has(BOT_USER)) throw new SlackRefusal('not_in_channel')
  return channel
}

export const isTs = (value: unknown): value is string => typeof value === 'string' && /^\d+\.\d{6}$/.test(value)

/** Numbers and flags come as text in a form. */
export function numberOf(value: unknown): number | undefined {
  if (value === undefined || value === '') return undefined
  const number = Number(value)
  return Number.isFinite(number) ? number : undefined
}

export const isTrue = (value: unknown): boolean => value === true || value === 'true' || value === '1' || value === 1
