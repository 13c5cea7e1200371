import type { ChatLoadFigures } from '../chat/report-load.ts'
import { runLoad } from '../chat/run-load.ts'
import { PLATFORMS } from '../platforms.ts'
import type { ChatLoadInput } from './chat-load.ts'

/** The same load for an app without queue, memory of what was answered, or streaming. */
export async function answerChatLoadBarely({ platform, ...load }: ChatLoadInput): Promise<ChatLoadFigures> {
  const { startBare } = PLATFORMS[platform]
  return runLoad(PLATFORMS[platform], load, async ({ connection, modelUrl }) => {
    const app = await startBare(connection, modelUrl)
    return { close: () => app.stop() }
  })
}
