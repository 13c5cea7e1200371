import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { measureWork, residentMegabytes, type WorkCost } from '../measure/measure-work.ts'
import { judgeLoad, type LoadFigures } from '../slack/judge-load.ts'
import { LOAD, planLoad } from '../slack/load-plan.ts'
import { openKikuInSlack } from '../slack/open-kiku-in-slack.ts'
import { openSlackScene } from '../slack/open-slack-scene.ts'
import { readPublicQuestions } from '../slack/read-public-questions.ts'
import { MODEL } from '../slack/settings.ts'
import { dataFolder } from './open-bench-index.ts'

export interface SlackLoadInput {
  readonly work: string
  readonly seed: number
  readonly rates: 'documented' | 'none'
}

export interface SlackLoadFigures extends LoadFigures {
  readonly cost: WorkCost
  readonly residentMb: number
}

/** Lets the whole product answer the load in a Slack. This process is Kiku's alone. */
export async function answerSlackLoad({ work, seed, rates }: SlackLoadInput): Promise<SlackLoadFigures> {
  const folder = join(work, `kiku-slack-${rates}-${seed}`)
  await cp(dataFolder(work), folder, { recursive: true })
  const questions = await readPublicQuestions(work)
  const scene = await openSlackScene({ rates, users: LOAD.users, channels: LOAD.channels, keepMessages: 10_000 }, MODEL)
  try {
    const kiku = await openKikuInSlack(folder, scene, { KIKU_MODEL_CONCURRENT_REQUESTS: String(MODEL.slots) })
    const plan = planLoad(LOAD, questions, seed)
    const { result, ...cost } = await measureWork(() => scene.slack.call('load', plan))
    const residentMb = residentMegabytes()
    await kiku.close()
    return { ...judgeLoad(plan, LOAD, result, await scene.model.call('account', undefined)), cost, residentMb }
  } finally {
    scene.end()
  }
}
