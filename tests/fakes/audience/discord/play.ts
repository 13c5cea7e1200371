import { createGate } from '../../gate.ts'
import { command, direct, elsewhere, followUp, mention, tryAgain, whisper } from './ask-openly.ts'
import {
  askAbout,
  examine,
  lookUp,
  privateCommand,
  showPrivately,
  suggest,
  tryAgainPrivately,
} from './ask-privately.ts'
import { buildWorld, type Neighbourhood } from './build-world.ts'
import { checkRound } from './check-round.ts'
import { makeChange } from './make-changes.ts'
import type { Act, ActKind, Plan, Round } from './plan.ts'
import type { Stage } from './stage.ts'

/** What somebody does. */
export interface Playing {
  readonly act: Act
  readonly neighbours: Neighbourhood
  readonly stage: Stage
  /** Whatever file is brought along is held back for so long. */
  readonly hold: (() => Promise<void>) | undefined
}

const PLAYS: Readonly<Record<ActKind, (playing: Playing) => Promise<void>>> = {
  mention,
  'follow-up': followUp,
  direct,
  whisper,
  command,
  'private-command': privateCommand,
  elsewhere,
  'ask-about': askAbout,
  'try-again': tryAgain,
  'try-again-privately': tryAgainPrivately,
  'show-privately': showPrivately,
  why: examine,
  'show-sources': examine,
  search: lookUp,
  sources: lookUp,
  suggest,
}

/** Plays one case in a running scene: round for round, and looks at everything that was said after each. */
export async function play(plan: Plan, stage: Stage): Promise<void> {
  const neighbours = await buildWorld(plan, stage)
  for (const round of plan.rounds) {
    await playRound(round, neighbours, stage)
    await playWaiting(round, neighbours, stage)
  }
}

async function playRound({ changes, acts }: Round, neighbours: Neighbourhood, stage: Stage): Promise<void> {
  const { discord } = stage.scene
  for (const change of changes) makeChange(change, neighbours, stage)
  // What was said is remembered by then, what was deleted is forgotten.
  await discord.idle({ quietMs: 30 })
  await Promise.all(acts.map((act) => PLAYS[act.kind]({ act, neighbours, stage, hold: undefined })))
  await discord.idle({ quietMs: 30 })
  checkRound(stage)
}

/** Who reads an answer is found out when it is made: much happens between a question and that. */
async function playWaiting({ waiting, meanwhile }: Round, neighbours: Neighbourhood, stage: Stage): Promise<void> {
  const { discord } = stage.scene
  const gate = createGate()
  let held = 0
  const hold = () => {
    held += 1
    return gate.passed
  }
  const asked = stage.questions.size
  const all = Promise.all(waiting.map((act) => PLAYS[act.kind]({ act, neighbours, stage, hold })))
  const begun = stage.questions.size - asked
  await discord.waitFor(() => held >= begun, 'that files are fetched')
  for (const change of meanwhile) makeChange(change, neighbours, stage)
  gate.open()
  await all
  await discord.idle({ quietMs: 30 })
  checkRound(stage)
}
