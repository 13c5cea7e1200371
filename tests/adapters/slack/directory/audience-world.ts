import fc from 'fast-check'
import type { AudienceLabel } from '../../../../src/domain/audience.ts'
import { createScriptedApi, refuse, type ScriptedApi } from './scripted-api.ts'

/** What a person is to workspace T1. */
export type Standing = 'member' | 'guest' | 'stranger' | 'gone' | 'bot'

export interface Place {
  kind: 'public' | 'private' | 'group' | 'direct'
  sharing: 'none' | 'external' | 'pending' | 'organisation'
  /** Kiku is in every place besides. */
  members: Set<string>
}

/** The truth, which Slack tells of, or fails to. */
export interface World {
  readonly people: Map<string, Standing>
  readonly places: Map<string, Place>
  /** Questions that Slack does not answer, such as `users.info U1`. */
  readonly silent: ReadonlySet<string>
}

const USERS = ['U1', 'U2', 'U3', 'U4', 'U5']
const CHANNELS = ['C1', 'C2', 'C3', 'G1']
const QUESTIONS = [
  ...USERS.flatMap((user) => [`users.info ${user}`, `users.conversations ${user}`]),
  'users.conversations undefined',
  ...[...CHANNELS, 'D1', 'D2'].flatMap((channel) => [
    `conversations.info ${channel}`,
    `conversations.members ${channel}`,
  ]),
]

const standing = fc.constantFrom<Standing>('member', 'member', 'member', 'guest', 'stranger', 'gone', 'bot')
const sharing = fc.constantFrom<Place['sharing']>('none', 'none', 'none', 'external', 'pending', 'organisation')
const kind = fc.constantFrom<Place['kind']>('public', 'private')
const members = fc.subarray(USERS).map((users) => new Set(users))
const channel = fc.record({ kind, sharing, members })

export const worlds: fc.Arbitrary<World> = fc
  .record({
    standings: fc.tuple(...USERS.map(() => standing)),
    channels: fc.tuple(channel, channel, channel),
    group: members,
    silent: fc.oneof(fc.constant<string[]>([]), fc.subarray(QUESTIONS, { maxLength: 4 })),
  })
  .map(({ standings, channels, group, silent }) => ({
    people: new Map(USERS.map((user, index) => [user, standings[index] ?? 'member'] as const)),
    places: new Map<string, Place>([
      ...channels.map((place, index) => [CHANNELS[index] ?? '', place] as const),
      ['G1', { kind: 'group', sharing: 'none', members: group }],
      ['D1', { kind: 'direct', sharing: 'none', members: new Set(['U1']) }],
      ['D2', { kind: 'direct', sharing: 'none', members: new Set(['U2']) }],
    ]),
    silent: new Set(silent),
  }))

/** Something that happens, of which an event tells. */
export type Change =
  | { readonly kind: 'join' | 'leave'; readonly user: string; readonly channel: string }
  | { readonly kind: 'share'; readonly channel: string; readonly sharing: Place['sharing'] }
  | { readonly kind: 'become'; readonly user: string; readonly standing: Standing }

export const changes: fc.Arbitrary<Change> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('join' as const, 'leave' as const),
    user: fc.constantFrom(...USERS),
    channel: fc.constantFrom(...CHANNELS),
  }),
  fc.record({ kind: fc.constant('share' as const), channel: fc.constantFrom('C1', 'C2', 'C3'), sharing }),
  fc.record({ kind: fc.constant('become' as const), user: fc.constantFrom(...USERS), standing }),
)

export function applyChange({ people, places }: World, change: Change): void {
  switch (change.kind) {
    case 'join':
      places.get(change.channel)?.members.add(change.user)
      return
    case 'leave':
      places.get(change.channel)?.members.delete(change.user)
      return
    case 'share': {
      const place = places.get(change.channel)
      if (place !== undefined) place.sharing = change.sharing
      return
    }
    case 'become':
      people.set(change.user, change.standing)
  }
}

/** Everybody who can read what is written in a place, by the rules of Slack alone. */
export function readersOf({ people, places }: World, id: string): readonly string[] {
  const place = places.get(id)
  if (place === undefined) return []
  return [...people]
    .filter(([, is]) => is !== 'bot' && is !== 'gone')
    .filter(([user, is]) => {
      if (place.members.has(user)) return true
      // An open channel can be looked into by every member, and a shared one by those whom it is shared with.
      if (place.kind !== 'public') return false
      return is === 'member' || (is === 'stranger' && place.sharing !== 'none')
    })
    .map(([user]) => user)
}

/** Whether a person may read what carries a label, by the meaning of labels alone. */
export function mayRead(world: World, user: string, label: AudienceLabel): boolean {
  const is = world.people.get(user)
  if (label === 'public') return true
  if (label.startsWith('person:')) return label === `person:slack:${is === 'stranger' ? 'T2' : 'T1'}:${user}`
  if (label === 'slack:T1') return is === 'member'
  const [channel] = /[CDG]\d$/.exec(label.replace(/^thread:(.*):[\d.]+$/, '$1')) ?? ['']
  return readersOf(world, channel).includes(user)
}

/** Slack as this world has it. */
export function tellOf(world: World): ScriptedApi {
  const told = (question: string) => {
    if (world.silent.has(question)) throw refuse('internal_error')
  }
  const channelOf = (id: string) => {
    const place = world.places.get(id)
    if (place === undefined) throw refuse('channel_not_found')
    return {
      id,
      is_im: place.kind === 'direct',
      is_mpim: place.kind === 'group',
      is_private: place.kind !== 'public',
      is_shared: place.sharing === 'external' || place.sharing === 'organisation',
      is_ext_shared: place.sharing === 'external',
      is_org_shared: place.sharing === 'organisation',
      is_pending_ext_shared: place.sharing === 'pending',
      ...(place.kind === 'direct' ? { user: [...place.members][0] } : {}),
    }
  }
  return createScriptedApi({
    'users.info': ({ user }) => {
      told(`users.info ${user}`)
      return { user: userOf(String(user), world.people.get(String(user))) }
    },
    'conversations.info': ({ channel: id }) => {
      told(`conversations.info ${id}`)
      return { channel: channelOf(String(id)) }
    },
    'conversations.members': ({ channel: id }) => {
      told(`conversations.members ${id}`)
      const there = [...(world.places.get(String(id))?.members ?? [])]
      return { members: ['UKIKU', ...there.filter((user) => world.people.get(user) !== 'gone')] }
    },
    'users.conversations': ({ user }) => {
      told(`users.conversations ${user}`)
      const all = [...world.places].filter(([, { kind: is }]) => is !== 'direct')
      const theirs = user === undefined ? all : all.filter(([, place]) => place.members.has(String(user)))
      return { channels: theirs.map(([id]) => channelOf(id)) }
    },
  })
}

function userOf(id: string, is: Standing | undefined) {
  if (is === 'gone') return { id, team_id: 'T1', deleted: true, is_bot: false }
  return {
    id,
    team_id: is === 'stranger' ? 'T2' : 'T1',
    deleted: false,
    is_bot: is === 'bot',
    is_restricted: is === 'guest',
    is_ultra_restricted: false,
    ...(is === 'stranger' ? { is_stranger: true } : {}),
  }
}
