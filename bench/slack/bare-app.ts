import bolt from '@slack/bolt'
import { Ollama } from 'ollama'
import { CHAT_MODEL } from '../../tests/fakes/ollama-server.ts'
import type { SlackAccess } from './slack-process.ts'

/** What one writes in an afternoon: each mention goes to the model, and what comes back is posted. */
export async function startBareApp({ apiUrl, botToken, appToken }: SlackAccess, modelUrl: string) {
  const ollama = new Ollama({ host: modelUrl })
  const app = new bolt.App({
    token: botToken,
    appToken,
    socketMode: true,
    clientOptions: { slackApiUrl: apiUrl },
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
