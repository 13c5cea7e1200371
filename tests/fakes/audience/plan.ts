import fc from 'fast-check'
import type { UserKind } from '../slack/world-user.ts'
import type { Room } from './town.ts'

/** What happens in one case. Numbers choose among what there is when their time comes, so that any of them makes sense. */
export interface Plan {
  readonly people: readonly UserKind[]
  readonly rooms: readonly PlannedRoom[]
  readonly papers: readonly PlannedPaper[]
  readonly rounds: readonly Round[]
}

export interface PlannedRoom {
  readonly kind: Exclude<Room['kind'], 'im'>
  readonly sharing: Room['sharing']
  /** One bit per person. */
  readonly members: number
  /** Whether only full members are there at first. */
  readonly isForStaff: boolean
}

export interface PlannedPaper {
  readonly label: 'public' | 'workspace' | 'room' | 'person' | 'thread' | 'group' | 'discord' | 'elsewhere'
  readonly choice: number
  readonly isJapanese: boolean
}

/** Changes and what is said come first, then everything that is asked at the same time. */
export interface Round {
  readonly changes: readonly Change[]
  readonly acts: readonly Act[]
}

export interface Change {
  readonly kind: 'join' | 'leave' | 'kind' | 'share' | 'say'
  readonly who: number
  readonly where: number
  readonly how: number
}

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
  | 'try-again'
  | 'share'
  | 'show-privately'
  | 'why'
  | 'search'
  | 'sources'
  | 'home'
  | 'prompts'

const choice = fc.nat({ max: 997 })
const weighted = <Value>(...weights: readonly (readonly [number, Value])[]) =>
  fc.oneof(...weights.map(([weight, value]) => ({ weight, arbitrary: fc.constant(value) })))

const person = weighted<UserKind>(
  [8, 'member'],
  [2, 'single-channel-guest'],
  [2, 'multi-channel-guest'],
  [2, 'stranger'],
  [1, 'deactivated'],
  [1, 'bot'],
)
const room = fc.record<PlannedRoom>({
  kind: weighted([4, 'public'], [4, 'private'], [1, 'mpim']),
  sharing: weighted([8, 'none'], [1, 'external'], [1, 'organisation'], [1, 'pending']),
  // Each of them is there three times out of four.
  members: fc.tuple(fc.nat({ max: 255 }), fc.nat({ max: 255 })).map(([some, others]) => some | others),
  isForStaff: fc.boolean(),
})
const paper = fc.record<PlannedPaper>({
  label: weighted(
    [2, 'public'],
    [4, 'workspace'],
    [6, 'room'],
    [3, 'person'],
    [1, 'thread'],
    [1, 'group'],
    [1, 'discord'],
    [1, 'elsewhere'],
  ),
  choice,
  isJapanese: fc.boolean(),
})
const change = fc.record<Change>({
  kind: weighted([3, 'join'], [3, 'leave'], [2, 'kind'], [1, 'share'], [5, 'say']),
  who: choice,
  where: choice,
  how: choice,
})
const act = fc.record<Act>({
  kind: weighted<ActKind>(
    [6, 'mention'],
    [6, 'follow-up'],
    [3, 'direct'],
    [1, 'whisper'],
    [5, 'command'],
    [4, 'try-again'],
    [4, 'share'],
    [2, 'show-privately'],
    [1, 'why'],
    [1, 'search'],
    [1, 'sources'],
    [1, 'home'],
    [1, 'prompts'],
  ),
  who: choice,
  where: choice,
  about: fc.array(choice, { minLength: 1, maxLength: 4 }),
  withFile: weighted([4, false], [1, true]),
})

export const plans: fc.Arbitrary<Plan> = fc.record({
  people: fc.array(person, { minLength: 4, maxLength: 8 }),
  rooms: fc.array(room, { minLength: 4, maxLength: 8 }),
  papers: fc.array(paper, { minLength: 6, maxLength: 12 }),
  rounds: fc.array(
    fc.record({
      changes: fc.array(change, { maxLength: 5 }),
      acts: fc.array(act, { minLength: 6, maxLength: 14 }),
    }),
    { minLength: 3, maxLength: 6 },
  ),
})
