import { Client, Events, GatewayIntentBits, SlashCommandBuilder } from 'discord.js'
import { Ollama } from 'ollama'
import { z } from 'zod'
import { CHAT_MODEL } from '../../tests/fakes/ollama-server.ts'
import type { Connection } from '../chat/chat-platform.ts'
import { PLACEHOLDER } from './bare-placeholder.ts'

const Access = z.object({ DISCORD_TOKEN: z.string(), KIKU_DISCORD_API_URL: z.string() })
const ASK = new SlashCommandBuilder()
  .setName('ask')
  .setDescription('Ask a question')
  .addStringOption((option) => option.setName('question').setDescription('What to ask').setRequired(true))

/** What one writes in an afternoon: each question goes to the model, and what comes back takes the place of a placeholder. */
export async function startBareBot(connection: Connection, modelUrl: string): Promise<{ stop(): Promise<void> }> {
  const { DISCORD_TOKEN: token, KIKU_DISCORD_API_URL: api } = Access.parse(connection)
  const ollama = new Ollama({ host: modelUrl })
  const { Guilds, GuildMessages, MessageContent } = GatewayIntentBits
  const client = new Client({ intents: [Guilds, GuildMessages, MessageContent], rest: { api } })

  const answer = async (content: string): Promise<string> => {
    const messages = [{ role: 'user', content }]
    let text = ''
    for await (const { message } of await ollama.chat({ model: CHAT_MODEL.name, messages, stream: true })) {
      text += message.content
    }
    return text
  }

  client.on(Events.MessageCreate, async (message) => {
    if (message.author.bot || client.user === null || !message.mentions.has(client.user)) return
    const reply = await message.reply(PLACEHOLDER)
    await reply.edit(await answer(message.content))
  })
  client.on(Events.InteractionCreate, async (interaction) => {
    if (!interaction.isChatInputCommand()) return
    await interaction.deferReply()
    await interaction.editReply(await answer(interaction.options.getString('question', true)))
  })
  // It acknowledges what Discord tells twice, which Discord refuses, and goes on.
  client.on(Events.Error, () => {})
  client.once(Events.ClientReady, async ({ application }) => {
    await application.commands.set([ASK])
  })
  await client.login(token)
  return { stop: () => client.destroy() }
}
