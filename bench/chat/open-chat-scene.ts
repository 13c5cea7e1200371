import type { ChatCalls, ChatPlatform, ChatSetting, Connection } from './chat-platform.ts'
import type { ModelCalls, ModelPace } from './model-process.ts'
import { openRemote, type Remote } from './remote.ts'

/** A chat platform and a model, each in a process of its own. */
export interface ChatScene {
  readonly chat: Remote<ChatCalls>
  readonly model: Remote<ModelCalls>
  readonly connection: Connection
  readonly modelUrl: string
  end(): void
}

export async function openChatScene(
  { program }: ChatPlatform,
  setting: ChatSetting,
  pace: ModelPace,
): Promise<ChatScene> {
  const chat = openRemote<ChatCalls>(program)
  const model = openRemote<ModelCalls>(new URL('./model-process.ts', import.meta.url))
  const [connection, modelUrl] = await Promise.all([chat.call('open', setting), model.call('open', pace)])
  return {
    chat,
    model,
    connection,
    modelUrl,
    end() {
      chat.end()
      model.end()
    },
  }
}
