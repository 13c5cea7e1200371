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
  const a=Date.now(); const neighbours = await buildTown(plan, stage)
  const T={build:Date.now()-a,change:0,acts:0,idle:0,check:0}
  await checkRound(stage)
  for (const { changes, acts } of plan.rounds) {
    const c=Date.now();for (const change of changes) await makeChange(change, neighbours, stage)
    T.change+=Date.now()-c; const t0=Date.now(); await Promise.all(acts.map(async (act) => { await PLAYS[act.kind](act, neighbours, stage); if (Date.now()-t0>700) console.log('SLOW', act.kind, Date.now()-t0) }))
    const t1=Date.now();T.acts+=t1-t0
    await stage.scene.slack.idle({ quietMs: 30 })
    const t2=Date.now();T.idle+=t2-t1
    await checkRound(stage);T.check+=Date.now()-t2
  }
  console.log(JSON.stringify(T))
}
