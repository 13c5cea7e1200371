import { ChannelType } from 'discord.js'
import fc from 'fast-check'

/** What happens in one case. Numbers choose among what there is when their time comes, so that any of them makes sense. */
export interface Plan {
  readonly guilds: readonly PlannedGuild[]
  readonly people: readonly PlannedPerson[]
  readonly channels: readonly PlannedChannel[]
  readonly threads: readonly PlannedThread[]
  readonly papers: readonly PlannedPaper[]
  readonly rounds: readonly Round[]
}

export interface PlannedGuild {
  readonly everyone: Rights
  readonly roles: readonly Rights[]
  readonly isDiscoverable: boolean
}

/** What a role lets people do; `staff` sees private threads. */
export type Rights = 'none' | 'see' | 'read' | 'staff' | 'admin'

export interface PlannedPerson {
  /** One bit per server. */
  readonly guilds: number
  /** One bit per role. */
  readonly roles: number
  readonly isPending: boolean
  readonly isChild: boolean
}

export interface PlannedChannel {
  readonly guild: number
  readonly type: ChannelType
  readonly isNsfw: boolean
  readonly overwrites: readonly PlannedOverwrite[]
}

export interface PlannedOverwrite {
  readonly of: 'everyone' | 'role' | 'person'
  readonly who: number
  readonly how: 'hide' | 'forget' | 'show' | 'show-now'
}

export interface PlannedThread {
  readonly where: number
  readonly isPrivate: boolean
  /** One bit per person. */
  readonly members: number
}

export interface PlannedPaper {
  readonly label: 'public' | 'guild' | 'channel' | 'person' | 'thread' | 'group' | 'slack' | 'elsewhere'
  readonly choice: number
  readonly isJapanese: boolean
}

/**
 * Changes come first, then everything that is asked at the same time; at last what waits for a file, while more changes
 * come.
 */
export interface Round {
  readonly changes: readonly Change[]
  readonly acts: readonly Act[]
  readonly waiting: readonly Act[]
  readonly meanwhile: readonly Change[]
}

export interface Change {
  readonly kind: ChangeKind
  readonly who: number
  readonly where: number
  readonly how: number
}

export type ChangeKind =
  | 'join'
  | 'leave'
  | 'roles'
  | 'overwrite'
  | 'rights'
  | 'discoverable'
  | 'nsfw'
  | 'thread'
  | 'say'
  | 'unsay'
  | 'delete-channel'
  | 'delete-role'
  | 'put-out'

export interface Act {
  readonly kind: ActKind
  readonly who: number
  readonly where: number
  readonly about: readonly number[]
  readonly withFile: boolean
}

export type ActKind =
  | 'mention'
  | 'follow-up'
  | 'direct'
  | 'whisper'
  | 'command'
  | 'private-command'
  | 'elsewhere'
  | 'ask-about'
  | 'try-again'
  | 'try-again-privately'
  | 'show-privately'
  | 'why'
  | 'show-sources'
  | 'search'
  | 'sources'
  | 'suggest'

const choice = fc.nat({ max: 997 })
const bits = fc.nat({ max: 255 })
const weighted = <Value>(...weights: readonly (readonly [number, Value])[]) =>
  fc.oneof(...weights.map(([weight, value]) => ({ weight, arbitrary: fc.constant(value) })))
const seldom = (weight: number) => weighted([weight, false], [1, true])

const guild = fc.record<PlannedGuild>({
  everyone: weighted<Rights>([6, 'read'], [1, 'see'], [1, 'none']),
  roles: fc.array(weighted<Rights>([4, 'none'], [1, 'see'], [2, 'read'], [1, 'staff'], [1, 'admin']), {
    minLength: 2,
    maxLength: 3,
  }),
  isDiscoverable: seldom(4),
})
const person = fc.record<PlannedPerson>({
  guilds: weighted([4, 1], [2, 2], [3, 3], [1, 0]),
  roles: fc.tuple(bits, bits).map(([some, others]) => some & others),
  isPending: seldom(9),
  isChild: seldom(2),
})
const overwrite = fc.record<PlannedOverwrite>({
  of: weighted([3, 'everyone'], [3, 'role'], [3, 'person']),
  who: choice,
  how: weighted([3, 'hide'], [1, 'forget'], [4, 'show'], [1, 'show-now']),
})
const channel = fc.record<PlannedChannel>({
  guild: weighted([3, 0], [1, 1]),
  type: weighted(
    [8, ChannelType.GuildText],
    [1, ChannelType.GuildAnnouncement],
    [2, ChannelType.GuildForum],
    [1, ChannelType.GuildVoice],
  ),
  isNsfw: seldom(3),
  overwrites: fc.oneof(
    { weight: 2, arbitrary: fc.constant([]) },
    { weight: 3, arbitrary: fc.array(overwrite, { minLength: 1, maxLength: 3 }) },
  ),
})
const thread = fc.record<PlannedThread>({ where: choice, isPrivate: seldom(1), members: bits })
const paper = fc.record<PlannedPaper>({
  label: weighted(
    [5, 'public'],
    [7, 'guild'],
    [7, 'channel'],
    [2, 'person'],
    [1, 'thread'],
    [1, 'group'],
    [1, 'slack'],
    [1, 'elsewhere'],
  ),
  choice,
  isJapanese: fc.boolean(),
})
const changeOf = (kind: fc.Arbitrary<ChangeKind>) =>
  fc.record<Change>({ kind, who: choice, where: choice, how: choice })
const QUIET: readonly (readonly [number, ChangeKind])[] = [
  [2, 'join'],
  [3, 'leave'],
  [4, 'roles'],
  [4, 'overwrite'],
  [1, 'rights'],
  [1, 'discoverable'],
  [1, 'nsfw'],
  [2, 'thread'],
  [1, 'delete-role'],
]
const change = changeOf(weighted<ChangeKind>(...QUIET, [8, 'say'], [1, 'unsay'], [1, 'delete-channel'], [1, 'put-out']))
const withKind = (kind: fc.Arbitrary<ActKind>, withFile: fc.Arbitrary<boolean>) =>
  fc.record<Act>({
    kind,
    who: choice,
    where: choice,
    about: fc.array(choice, { minLength: 1, maxLength: 4 }),
    withFile,
  })
const act = withKind(
  weighted<ActKind>(
    [6, 'mention'],
    [6, 'follow-up'],
    [3, 'direct'],
    [1, 'whisper'],
    [4, 'command'],
    [6, 'private-command'],
    [2, 'elsewhere'],
    [2, 'ask-about'],
    [4, 'try-again'],
    [2, 'try-again-privately'],
    [3, 'show-privately'],
    [1, 'why'],
    [2, 'show-sources'],
    [2, 'search'],
    [2, 'sources'],
    [1, 'suggest'],
  ),
  seldom(5),
)
const waiting = withKind(
  weighted<ActKind>([3, 'mention'], [2, 'follow-up'], [2, 'direct'], [2, 'command'], [4, 'private-command']),
  fc.constant(true),
)
/** Nothing after which a question that waits would not be answered any more. */
const meanwhile = changeOf(weighted<ChangeKind>(...QUIET))

export const plans: fc.Arbitrary<Plan> = fc.record({
  guilds: fc.array(guild, { minLength: 2, maxLength: 2 }),
  people: fc.array(person, { minLength: 8, maxLength: 8 }),
  channels: fc.array(channel, { minLength: 8, maxLength: 11 }),
  threads: fc.array(thread, { minLength: 2, maxLength: 4 }),
  papers: fc.array(paper, { minLength: 10, maxLength: 14 }),
  rounds: fc.array(
    fc.record({
      changes: fc.array(change, { maxLength: 5 }),
      acts: fc.array(act, { minLength: 20, maxLength: 28 }),
      waiting: fc.array(waiting, { minLength: 2, maxLength: 6 }),
      meanwhile: fc.array(meanwhile, { minLength: 1, maxLength: 4 }),
    }),
    { minLength: 3, maxLength: 3 },
  ),
})
