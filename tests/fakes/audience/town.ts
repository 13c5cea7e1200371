import type { UserKind } from '../slack/world-user.ts'

/** Who and what there is, as a test has made it. Kept apart from the product and from the Slack peer alike. */
export interface Town {
  readonly people: Map<string, Person>
  readonly rooms: Map<string, Room>
  readonly items: Item[]
}

export interface Person {
  readonly id: string
  kind: UserKind
}

export interface Room {
  readonly id: string
  readonly kind: 'public' | 'private' | 'mpim' | 'im'
  sharing: 'none' | 'external' | 'organisation' | 'pending'
  readonly members: Set<string>
}

/** Something that Kiku knows: whoever has read it knows the secret, whoever asks about it names the key. */
export interface Item {
  readonly key: string
  readonly secret: string
  readonly scope: Scope
}

/** For whom an item was meant. */
export type Scope =
  | { readonly kind: 'everyone' | 'workspace' | 'nobody' }
  | { readonly kind: 'room'; readonly room: string }
  | { readonly kind: 'person'; readonly person: string }
  | { readonly kind: 'thread'; readonly room: string; readonly threadTs: string }

/** Somebody of another organisation, who may come into a shared channel at any time. */
const ELSEWHERE: Person = { id: 'somebody elsewhere', kind: 'stranger' }

/** Everyone who can read what is said in a room, now or by walking in. Programs and people who are gone read nothing. */
export function readersOf(room: Room, town: Town): readonly Person[] {
  const isReader = ({ id, kind }: Person) => {
    if (kind === 'bot' || kind === 'deactivated') return false
    return room.members.has(id) || (room.kind === 'public' && kind === 'member')
  }
  return [...[...town.people.values()].filter(isReader), ...(room.sharing === 'none' ? [] : [ELSEWHERE])]
}

export function mayRead(person: Person, scope: Scope, town: Town): boolean {
  switch (scope.kind) {
    case 'everyone':
      return true
    case 'workspace':
      return person.kind === 'member'
    case 'nobody':
      return false
    case 'person':
      return scope.person === person.id
    case 'room':
    case 'thread': {
      const room = town.rooms.get(scope.room)
      return room !== undefined && readersOf(room, town).some(({ id }) => id === person.id)
    }
  }
}

/** Where something is said, and to whom. */
export interface Hearing {
  readonly readers: readonly Person[]
  /** The thread, as `room/ts`; none where it is said to one person outside of all. */
  readonly thread?: string
}

/** What may be said: what all who hear it may read. What belongs to a thread stays in it. */
export function permittedItems({ readers, thread }: Hearing, town: Town): readonly Item[] {
  return town.items.filter(({ scope }) => {
    if (scope.kind === 'thread' && `${scope.room}/${scope.threadTs}` !== thread) return false
    return readers.every((reader) => mayRead(reader, scope, town))
  })
}

/** The secrets of a town that occur in a text. */
export function secretsIn(text: string, { items }: Town): readonly string[] {
  return items.filter(({ secret }) => text.includes(secret)).map(({ secret }) => secret)
}
