import {
  PermissionFlagsBits as Bits,
  Client,
  type ClientOptions,
  ContextMenuCommandBuilder,
  Events,
  GatewayIntentBits as Intents,
  Partials,
  REST,
  Routes,
  SlashCommandBuilder,
} from 'discord.js'
import { type DiscordServer, type DiscordServerOptions, startDiscordServer } from './discord-server.ts'
import { BOT_USER } from './world/fixture.ts'

/** Local Discords and real clients of them, all of which end together. */
export interface DiscordBench {
  startPeer(options?: DiscordServerOptions): Promise<DiscordServer>
  /** The client of the library itself, told where this Discord is and nothing else. */
  createClient(discord: DiscordServer, options?: Partial<ClientOptions>): Client
  end(): Promise<void>
}

export const INTENTS = [
  Intents.Guilds,
  Intents.GuildMessages,
  Intents.GuildMessageReactions,
  Intents.MessageContent,
  Intents.DirectMessages,
]

export function createDiscordBench(): DiscordBench {
  const running: (() => Promise<unknown>)[] = []
  return {
    async startPeer(options = {}) {
      const discord = await startDiscordServer(options)
      running.push(() => discord.close())
      return discord
    },
    createClient(discord, options = {}) {
      const client = new Client({
        intents: INTENTS,
        partials: [Partials.Channel],
        rest: { api: discord.apiUrl, version: '10' },
        ...options,
      })
      running.push(() => client.destroy())
      return client
    },
    async end() {
      for (const stop of running.splice(0).reverse()) await stop()
    },
  }
}

/** Resolves when the client is ready. */
export async function login(discord: DiscordServer, client: Client): Promise<Client<true>> {
  const ready = new Promise<Client<true>>((resolve) => client.once(Events.ClientReady, resolve))
  await client.login(discord.token)
  return ready
}

/** REST of the library, for what needs no gateway. */
export function restOf(discord: DiscordServer): REST {
  return new REST({ api: discord.apiUrl, version: '10', retries: 0, rejectOnRateLimit: () => true }).setToken(
    discord.token,
  )
}

/** Discord's number for the refusal that a call ends with. */
export async function refusalOf(call: Promise<unknown>): Promise<unknown> {
  const error: unknown = await call.then(
    () => new Error('it was not refused'),
    (reason: unknown) => reason,
  )
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : error
}

/** Arguments of a call that posts a message. */
export const post = (channel: string, body: unknown) => [Routes.channelMessages(channel), { body }] as const

const ASK = new SlashCommandBuilder()
  .setName('ask')
  .setDescription('Ask something')
  .setDescriptionLocalization('ja', '質問する')
  .setContexts(0, 1, 2)
  .setIntegrationTypes(0, 1)
  .addStringOption((option) =>
    option.setName('question').setDescription('What').setRequired(true).setAutocomplete(true),
  )
  .addBooleanOption((option) => option.setName('private').setDescription('For me alone'))
const CONFIG = new SlashCommandBuilder()
  .setName('kiku')
  .setDescription('Kiku')
  .setDefaultMemberPermissions(Bits.ManageGuild)
  .addSubcommand((sub) => sub.setName('config').setDescription('Set up'))
const ABOUT = new ContextMenuCommandBuilder().setName('Ask about this message').setType(3)

/** Registers `/ask`, `/kiku config` for managers, and a command of the menu of messages, everywhere. */
export async function registerCommands(discord: DiscordServer): Promise<void> {
  const body = [ASK, CONFIG, ABOUT].map((builder) => builder.toJSON())
  await restOf(discord).put(Routes.applicationCommands(BOT_USER), { body })
}
