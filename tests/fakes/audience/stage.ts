import type { SlackJourney } from '../journey-slack.ts'
import type { Ephemeral } from '../slack/slack-server.ts'
import { type Hearing, type Item, permittedItems, type Room, type Scope, type Town } from './town.ts'
import { createWords, type Words } from './words.ts'

/** A running Kiku with its Slack, what the test knows of both, and what it has found. */
export interface Stage {
  readonly scene: SlackJourney
  readonly town: Town
  readonly words: Words
  /** By name: every question is named by a word of its own. */
  readonly questions: Map<string, Question>
  /** Questions of the round that goes on. */
  readonly underWay: Set<string>
  readonly threads: Thread[]
  readonly privates: PrivateAnswer[]
  /** Secrets that stand in a thread for all its readers to see, by `room/ts`. */
  readonly published: Map<string, Set<string>>
  /** Under which label each secret is to be found, and under no other. */
  readonly labels: Map<string, string>
  /** What went wrong, one line each. Names no content but made-up words. */
  readonly leaks: string[]
  readonly seen: { calls: number; requests: number; readonly ephemerals: Map<string, string> }
}

export interface Question {
  readonly name: string
  readonly wanted: readonly Item[]
  /** Who hears the answer that was given last. */
  hearing: Hearing
  /** What could be said then. */
  permitted: ReadonlySet<string>
  /** Whether something that was asked for, and may be said, was used in an answer. */
  wasUsed: boolean
  /** Whether there was something to use; and something to hold back. */
  hadSome: boolean
  wasDenied: boolean
}

export interface Thread {
  readonly room: string
  readonly ts: string
  /** Kiku's answers with the names of their questions. */
  readonly answers: { readonly ts: string; readonly question: string }[]
}

export interface PrivateAnswer {
  readonly ephemeral: Ephemeral
  readonly user: string
  readonly room: string
  readonly question: string
}

export function createStage(scene: SlackJourney): Stage {
  return {
    scene,
    town: { people: new Map(), rooms: new Map(), items: [] },
    words: createWords(),
    questions: new Map(),
    underWay: new Set(),
    threads: [],
    privates: [],
    published: new Map(),
    labels: new Map(),
    leaks: [],
    seen: { calls: 0, requests: 0, ephemerals: new Map() },
  }
}

/** Notes something that Kiku is to know. */
export function addItem(stage: Stage, scope: Scope, label: string, words: Pick<Item, 'key' | 'secret'>): Item {
  const item: Item = { ...words, scope }
  stage.town.items.push(item)
  stage.labels.set(item.secret, label)
  return item
}

export function publish(stage: Stage, thread: string, secrets: readonly string[]): void {
  const known = stage.published.get(thread) ?? new Set()
  for (const secret of secrets) known.add(secret)
  stage.published.set(thread, known)
}

/** What may be said to some readers: what they may read, and what stands in the thread already. */
export function mayBeSaid(stage: Stage, hearing: Hearing): ReadonlySet<string> {
  const standing = hearing.thread === undefined ? undefined : stage.published.get(hearing.thread)
  return new Set([...permittedItems(hearing, stage.town).map(({ secret }) => secret), ...(standing ?? [])])
}

export function roomOf(stage: Stage, id: string): Room {
  const room = stage.town.rooms.get(id)
  if (room === undefined) throw new Error(`The test knows of no room ${id}.`)
  return room
}
