import { toKikuError } from '../../domain/errors.ts'
import type { ChatHost } from '../../ports/chat-host.ts'
import type { Surface } from '../../ports/surface.ts'
import { finishAnswers } from '../common/chat/finish-answers.ts'
import { createInOrder } from '../common/chat/in-order.ts'
import { createRunningAnswers } from '../common/chat/running-answers.ts'
import { createDiscordApi } from './api/create-discord-api.ts'
import { createInteractionApi } from './api/create-interaction-api.ts'
import { createAudienceResolver } from './directory/create-audience-resolver.ts'
import { createDirectory } from './directory/create-directory.ts'
import type { DiscordSurfaceOptions } from './discord-options.ts'
import { createAnswerDesk } from './flow/answer-desk.ts'
import { beginSession } from './flow/begin-session.ts'
import { createConversations } from './flow/conversations.ts'
import type { DiscordParts } from './flow/discord-parts.ts'
import { createPendingInteractions } from './flow/pending-interactions.ts'
import { resumeInterrupted } from './flow/resume-interrupted.ts'
import { workOnArrival } from './flow/work-on-arrival.ts'
import { createBackfill } from './history/create-backfill.ts'
import { createCatchUp } from './history/create-catch-up.ts'
import { createGuildSwitches } from './history/create-guild-switches.ts'
import { createThreadParents } from './history/thread-parents.ts'
import type { DiscordAnswer, InteractionDesk } from './interact/interaction-desk.ts'
import { registerCommands } from './interact/register-commands.ts'
import { connectDiscord } from './receive/connect-discord.ts'
import type { DiscordConnection } from './receive/connection.ts'
import { createReplier } from './reply/create-replier.ts'

/** Kiku in Discord: in all the servers that it was added to, and with all who write to it. */
export function createDiscordSurface(options: DiscordSurfaceOptions): Surface<ChatHost> {
  const stopping = new AbortController()
  const { signal } = stopping
  let connection: DiscordConnection | undefined
  let parts: DiscordParts | undefined
  let stopHistory = async () => {}

  return {
    name: 'discord',
    async start(host) {
      const { clock, telemetry, language } = options
      connection = connectDiscord(options, (rest) => createDiscordApi({ rest, clock, telemetry }))
      void connection
      void host
      void language
      void signal
    },
    async stop() {
      connection?.pause()
      if (parts !== undefined) await finishAnswers(parts.running)
      stopping.abort(new Error('The Discord surface has stopped.'))
      await stopHistory()
      await connection?.stop()
    },
  }
}
