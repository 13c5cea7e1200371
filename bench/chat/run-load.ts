import { measureWork, residentMegabytes } from '../measure/measure-work.ts'
import type { ChatPlatform, ChatSetting } from './chat-platform.ts'
import { judgeLoad } from './judge-load.ts'
import { planLoad } from './load-plan.ts'
import { type ChatScene, openChatScene } from './open-chat-scene.ts'
import { readPublicQuestions } from './read-public-questions.ts'
import type { ChatLoadFigures } from './report-load.ts'
import { MODEL } from './settings.ts'

/** Lets an app answer the load of a platform. This process is the app's alone. */
export async function runLoad(
  platform: ChatPlatform,
  { work, seed, rates }: { readonly work: string; readonly seed: number; readonly rates: ChatSetting['rates'] },
  startApp: (scene: ChatScene) => Promise<{ close(): Promise<unknown> }>,
): Promise<ChatLoadFigures> {
  const { shape } = platform
  const { users, channels } = shape
  const questions = await readPublicQuestions(work)
  const scene = await openChatScene(platform, { rates, users, channels, keepMessages: 10_000 }, MODEL)
  try {
    const app = await startApp(scene)
    const plan = planLoad(shape, questions, seed)
    const { result, ...cost } = await measureWork(() => scene.chat.call('load', plan))
    const residentMb = residentMegabytes()
    await app.close()
    return { ...judgeLoad(plan, shape, result, await scene.model.call('account', undefined)), cost, residentMb }
  } finally {
    scene.end()
  }
}
