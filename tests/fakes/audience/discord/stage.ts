import type { DiscordMessage } from '../../discord/discord-server.ts'
import type { DiscordJourney } from '../../journey-discord.ts'
import { createWords, type Fact, type Words } from '../words.ts'

/** A running Kiku with its Discord, what the test knows of both, and what it has found. */
export interface Stage {
  readonly scene: DiscordJourney
  readonly words: Words
  readonly items: Item[]
  /** By name: every question is named by a word of its own. */
  readonly questions: Map<string, Question>
  /** Questions of the round that goes on; and people and places of which one is busy with one thing at a time. */
  readonly underWay: Set<string>
  readonly busy: Set<string>
  readonly conversations: Conversation[]
  readonly privates: PrivateAnswer[]
  /** What people told each other, not Kiku. */
  readonly statements: Statement[]
  /** Secrets that stand in a channel, thread or conversation for all its readers to see. */
  readonly published: Map<string, Set<string>>
  /** Under which label each secret is to be found, and under no other. One that ends in a colon is the beginning of it. */
  readonly labels: Map<string, string>
  /** Who is too young for what is restricted by age. */
  readonly children: Set<string>
  /** Who came into a server after it was built, as `server person`: Kiku may take a while to notice. */
  readonly newcomers: Set<string>
  /** Names of questions, by the ids of the messages and commands that asked them. */
  readonly asked: Map<string, string>
  /** Conversations by the ids of the messages, commands and clicks that are answered in them. */
  readonly places: Map<string, string>
  /** What people were offered while they typed, and where. */
  readonly offered: { readonly user: string; readonly channel: string; readonly text: string }[]
  /** What went wrong, one line each. Names no content but made-up words. */
  readonly leaks: string[]
  readonly seen: { requests: number; calls: number; offered: number; readonly versions: Map<string, number> }
}

/** Something that Kiku knows. */
export interface Item extends Fact {
  /** Changes only where it is taken back. */
  scope: Scope
}

/** For whom an item was meant. */
export type Scope =
  | { readonly kind: 'everyone' | 'nobody' }
  | { readonly kind: 'guild'; readonly guild: string }
  /** Also of a private thread, or a direct message. */
  | { readonly kind: 'channel'; readonly channel: string }
  | { readonly kind: 'person'; readonly person: string }
  /** `channel`: where it stands. */
  | { readonly kind: 'conversation'; readonly channel: string; readonly conversation: string }

/** Where something is said, and to whom. */
export interface Hearing {
  /** The channel, thread or direct message. */
  readonly channel: string
  readonly conversation: string
  /** Who alone sees it; left out where all in the channel do. */
  readonly only?: string
}

export interface Question {
  readonly name: string
  readonly wanted: readonly Item[]
  /** Who hears the answer that was given last. */
  hearing: Hearing
  /** What could be said so far. */
  permitted: ReadonlySet<string>
  /** Whether something that was asked for, and may be said, was used in an answer. */
  wasUsed: boolean
  /** Whether there was something to use; and something to hold back. */
  hadSome: boolean
  wasDenied: boolean
}

export interface Conversation {
  readonly id: string
  readonly channel: string
  /** Whether Kiku is not there itself, so that only its buttons go on. */
  readonly isElsewhere: boolean
  readonly answers: { readonly message: DiscordMessage; readonly question: string }[]
}

export interface PrivateAnswer {
  readonly message: DiscordMessage
  readonly user: string
  readonly question: string
  readonly conversation: string
}

export interface Statement {
  readonly message: DiscordMessage
  readonly item: Item
}

export function createStage(scene: DiscordJourney): Stage {
  return {
    scene,
    words: createWords(),
    items: [],
    questions: new Map(),
    underWay: new Set(),
    busy: new Set(),
    conversations: [],
    privates: [],
    statements: [],
    published: new Map(),
    labels: new Map(),
    children: new Set(),
    newcomers: new Set(),
    asked: new Map(),
    places: new Map(),
    offered: [],
    leaks: [],
    seen: { requests: 0, calls: 0, offered: 0, versions: new Map() },
  }
}

/** Notes something that Kiku is to know. */
export function addItem(stage: Stage, scope: Scope, label: string, fact: Fact): Item {
  const item: Item = { ...fact, scope }
  stage.items.push(item)
  stage.labels.set(item.secret, label)
  return item
}

export function publish(stage: Stage, channel: string, secrets: readonly string[]): void {
  const known = stage.published.get(channel) ?? new Set()
  for (const secret of secrets) known.add(secret)
  stage.published.set(channel, known)
}

/** @returns whether nothing else goes on there in this round */
export function occupy(stage: Stage, place: string): boolean {
  if (stage.busy.has(place)) return false
  stage.busy.add(place)
  return true
}

/** The secrets that occur in a text. */
export function secretsIn(text: string, items: readonly Item[]): readonly string[] {
  return items.filter(({ secret }) => text.includes(secret)).map(({ secret }) => secret)
}
