import { ACTIONS } from '../../src/adapters/discord/interact/action-ids.ts'
import {
  BOT_USER,
  type DiscordMessage,
  type DiscordServer,
  type DiscordServerOptions,
  startDiscordServer,
  visibleText,
} from './discord/discord-server.ts'
import type { Environment } from './journey-bench.ts'
import { TOKEN } from './journey-discord.ts'
import type { ProcessEnd } from './journey-process.ts'
import { type SurfaceService, startSurfaceService, WARRANTY } from './surface-service.ts'

/** Kiku as a service in Discord. */
export interface DiscordService extends Omit<SurfaceService, 'launch'> {
  readonly discord: DiscordServer
  /** Resolves when Kiku takes what Discord tells. */
  start(): Promise<void>
  /** Resolves with the end of the process, when Discord has noticed it. Nothing is held any more, and no call goes wrong. */
  kill(signal: NodeJS.Signals): Promise<ProcessEnd>
  /** Everything of Kiku's that stands anywhere, what one person alone sees included, oldest first. */
  standing(): readonly DiscordMessage[]
}

export async function startDiscordService(options: {
  readonly discord?: DiscordServerOptions
  readonly environment?: Environment
}): Promise<DiscordService> {
  const discord = await startDiscordServer({ token: TOKEN, ...options.discord })
  const service = await startSurfaceService({
    DISCORD_TOKEN: discord.token,
    KIKU_DISCORD_API_URL: discord.apiUrl,
    KIKU_DISCORD_CDN_URL: `${discord.url}/attachments/`,
    ...options.environment,
  })
  return {
    ...service,
    discord,
    async start() {
      const { length } = discord.greetings
      service.launch()
      // People are heard from then on, though it takes a little longer until they are answered.
      await discord.waitFor(() => discord.greetings.length > length, 'that Discord is on', 20_000)
    },
    async kill(signal) {
      const end = await service.kill(signal)
      await discord.waitFor(() => discord.openSockets === 0, 'the end of the connection')
      discord.faults.length = 0
      return end
    },
    standing: () =>
      [...discord.world.channels.keys()]
        .flatMap((channel) => discord.messagesIn(channel))
        .filter(({ authorId, isDeleted, reference }) => authorId === BOT_USER && !isDeleted && !isStarter(reference)),
    async end() {
      await service.end()
      await discord.close()
    },
  }
}

/** Whether a message of Kiku's stands as it will stay. */
export function isComplete({ components }: Pick<DiscordMessage, 'components'>): boolean {
  return JSON.stringify(components).includes(ACTIONS.helpful)
}

/** What is wrong with what stands of answers, of which there should be so many, each once and complete. */
export function findFlaws(standing: readonly DiscordMessage[], answers = 1): readonly string[] {
  const flaws = standing.flatMap((message) => {
    const shown = visibleText(message)
    const times = shown.split(WARRANTY).length - 1
    return [
      ...(JSON.stringify(message.components).includes(ACTIONS.stop) ? ['can still be stopped'] : []),
      ...(isComplete(message) ? [] : [`is not complete: ${shown}`]),
      ...(times === 1 ? [] : [`says it ${times} times`]),
    ]
  })
  return standing.length === answers ? flaws : [...flaws, `${standing.length} messages instead of ${answers}`]
}

function isStarter(reference: DiscordMessage['reference']): boolean {
  return reference?.kind === 'starter'
}
