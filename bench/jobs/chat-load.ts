import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import type { ChatPlatform, ChatSetting } from '../chat/chat-platform.ts'
import { openKikuInChat } from '../chat/open-kiku-in-chat.ts'
import type { ChatLoadFigures } from '../chat/report-load.ts'
import { runLoad } from '../chat/run-load.ts'
import { MODEL } from '../chat/settings.ts'
import { PLATFORMS } from '../platforms.ts'
import { dataFolder } from './open-bench-index.ts'

export interface ChatLoadInput {
  readonly platform: ChatPlatform['name']
  readonly work: string
  readonly seed: number
  readonly rates: ChatSetting['rates']
}

/** Lets the whole product answer the load on a chat platform. This process is Kiku's alone. */
export async function answerChatLoad({ platform, work, seed, rates }: ChatLoadInput): Promise<ChatLoadFigures> {
  const folder = join(work, `kiku-${platform}-${rates}-${seed}`)
  await cp(dataFolder(work), folder, { recursive: true })
  return runLoad(PLATFORMS[platform], { work, seed, rates }, (scene) =>
    openKikuInChat(folder, scene, { KIKU_MODEL_CONCURRENT_REQUESTS: String(MODEL.slots) }),
  )
}
