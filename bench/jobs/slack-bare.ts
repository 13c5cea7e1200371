import { measureWork, residentMegabytes } from '../measure/measure-work.ts'
import { startBareApp } from '../slack/bare-app.ts'
import { judgeLoad } from '../slack/judge-load.ts'
import { LOAD, planLoad } from '../slack/load-plan.ts'
import { openSlackScene } from '../slack/open-slack-scene.ts'
import { readPublicQuestions } from '../slack/read-public-questions.ts'
import { MODEL } from '../slack/settings.ts'
import type { SlackLoadFigures, SlackLoadInput } from './slack-load.ts'

/** The same load for an app without queue, memory of what was answered, or streaming. */
export async function answerSlackLoadBarely({ work, seed, rates }: SlackLoadInput): Promise<SlackLoadFigures> {
  const scene = await openSlackScene({ rates, users: LOAD.users, channels: LOAD.channels, keepMessages: 10_000 }, MODEL)
  try {
    const app = await startBareApp(scene.access, scene.modelUrl)
    const plan = planLoad(LOAD, await readPublicQuestions(work), seed)
    const { result, ...cost } = await measureWork(() => scene.slack.call('load', plan))
    const residentMb = residentMegabytes()
    await app.stop()
    return { ...judgeLoad(plan, LOAD, result, await scene.model.call('account', undefined)), cost, residentMb }
  } finally {
    scene.end()
  }
}
