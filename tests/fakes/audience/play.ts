import { command, lookUp, openApp, share, showPrivately, why } from './ask-privately.ts'
import { direct, followUp, mention, tryAgain, whisper } from './ask-questions.ts'
import { buildTown, type Neighbourhood } from './build-town.ts'
import { checkRound } from './check-round.ts'
import { makeChange } from './make-changes.ts'
import type { Act, ActKind, Plan } from './plan.ts'
import type { Stage } from './stage.ts'

type Play = (act: Act, neighbours: Neighbourhood, stage: Stage) => Promise<void>

const PLAYS: Readonly<Record<ActKind, Play>> = {
  mention,
  'follow-up': followUp,
  direct,
  whisper,
  command,
  'try-again': tryAgain,
  share,
  'show-privately': showPrivately,
  why,
  search: lookUp,
  sources: lookUp,
  home: openApp,
  prompts: openApp,
}

/** Plays one case in a running scene: round for round, and looks at everything that was said after each. */
export async function play(plan: Plan, stage: Stage): Promise<void> {
  const neighbours = await buildTown(plan, stage)
  for (const { changes, acts } of plan.rounds) {
    for (const change of changes) await makeChange(change, neighbours, stage)
    await Promise.all(acts.map((act) => PLAYS[act.kind](act, neighbours, stage)))
    await stage.scene.slack.idle({ quietMs: 30 })
    checkRound(stage)
  }
}
