import type { ChatPlatform } from '../chat/chat-platform.ts'
import { LOAD } from '../chat/load-plan.ts'

export const slack: ChatPlatform = {
  name: 'slack',
  shape: LOAD,
  program: new URL('./slack-process.ts', import.meta.url),
  words: {
    platform: 'Slack',
    bareApp: 'bare Bolt app',
    questions: 'mentions',
    acknowledgement: 'Delivery to acknowledgement',
    calls: {
      setStatus: 'assistant.threads.setStatus',
      startStream: 'chat.startStream',
      appendStream: 'chat.appendStream',
      update: 'chat.update',
      postMessage: 'chat.postMessage',
    },
    tooSoon: 'ratelimited',
  },
  startBare: async (connection, modelUrl) => (await import('./bare-app.ts')).startBareApp(connection, modelUrl),
}
