import { createOneAtATime, type OneAtATime } from '../../common/chat/one-at-a-time.ts'
import type { InteractionDesk } from './interaction-desk.ts'
import { createTargetShelf, type TargetShelf } from './menus/target-shelf.ts'

/** What is under way between one click and the next. Nothing of it has to outlive the process. */
export interface DeskState {
  /** Answers given once more, by the turn id of the question. */
  readonly repetitions: OneAtATime
  /** Messages that somebody is asking about in a form. */
  readonly targets: TargetShelf
}

const states = new WeakMap<InteractionDesk, DeskState>()

export function stateOf(desk: InteractionDesk): DeskState {
  const known = states.get(desk)
  if (known !== undefined) return known
  const state = { repetitions: createOneAtATime(), targets: createTargetShelf(desk.clock) }
  states.set(desk, state)
  return state
}
