import type { ChatPlatform } from '../chat/chat-platform.ts'
import { LOAD } from '../chat/load-plan.ts'

export const discord: ChatPlatform = {
  name: 'discord',
  shape: { ...LOAD, commandEvery: 3 },
  program: new URL('./discord-process.ts', import.meta.url),
  words: {
    platform: 'Discord',
    bareApp: 'bare discord.js bot',
    questions: 'questions',
    acknowledgement: 'Command to its deferral',
    calls: {
      typing: 'POST /channels/:channel/typing',
      'open thread': 'POST /channels/:channel/messages/:message/threads',
      post: 'POST /channels/:channel/messages',
      edit: 'PATCH /channels/:channel/messages/:message',
      defer: 'POST /interactions/:interaction/:token/callback',
      'edit by token': 'PATCH /webhooks/:app/:token/messages/:message',
    },
    tooSoon: '429',
  },
  startBare: async (connection, modelUrl) => (await import('./bare-bot.ts')).startBareBot(connection, modelUrl),
}
