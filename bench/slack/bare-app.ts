import bolt from '@slack/bolt'
import { Ollama } from 'ollama'
import { z } from 'zod'
import { CHAT_MODEL } from '../../tests/fakes/ollama-server.ts'
import type { Connection } from '../chat/chat-platform.ts'

const Access = z.object({ SLACK_BOT_TOKEN: z.string(), SLACK_APP_TOKEN: z.string(), KIKU_SLACK_API_URL: z.string() })

/** What one writes in an afternoon: each mention goes to the model, and what comes back is posted. */
export async function startBareApp(connection: Connection, modelUrl: string) {
  const {
    SLACK_BOT_TOKEN: token,
    SLACK_APP_TOKEN: appToken,
    KIKU_SLACK_API_URL: slackApiUrl,
  } = Access.parse(connection)
  const ollama = new Ollama({ host: modelUrl })
  const app = new bolt.App({
    token,
    appToken,
    socketMode: true,
    clientOptions: { slackApiUrl },
    logLevel: bolt.LogLevel.ERROR,
  })
  app.event('app_mention', async ({ event, client }) => {
    const messages = [{ role: 'user', content: event.text }]
    let text = ''
    for await (const { message } of await ollama.chat({ model: CHAT_MODEL.name, messages, stream: true })) {
      text += message.content
    }
    await client.chat.postMessage({ channel: event.channel, thread_ts: event.thread_ts ?? event.ts, text })
  })
  await app.start()
  return app
}
