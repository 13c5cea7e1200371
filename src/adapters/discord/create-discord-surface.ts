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
import { offerCommands } from './flow/offer-commands.ts'
import { createOpenInteractions } from './flow/open-interactions.ts'
import { createPendingInteractions } from './flow/pending-interactions.ts'
import { reconnect } from './flow/reconnect.ts'
import { resumeInterrupted } from './flow/resume-interrupted.ts'
import { serveOpen } from './flow/serve-open.ts'
import { workOnArrival } from './flow/work-on-arrival.ts'
import { createWorkUnderWay } from './flow/work-under-way.ts'
import { createBackfill } from './history/create-backfill.ts'
import { createCatchUp } from './history/create-catch-up.ts'
import { createGuildSwitches } from './history/create-guild-switches.ts'
import { createThreadParents } from './history/thread-parents.ts'
import type { DiscordAnswer, InteractionDesk } from './interact/interaction-desk.ts'
import type { Arrival } from './receive/arrival.ts'
import { connectDiscord } from './receive/connect-discord.ts'
import type { DiscordConnection } from './receive/connection.ts'
import { createNames } from './receive/names.ts'
import { createReplier } from './reply/create-replier.ts'

/** What was taken in may be worked on for so long when Kiku stops. */
const TAKE_MS = 3_000

/** Kiku in Discord: in the servers that it was added to, and with everyone who writes to it. */
export function createDiscordSurface(options: DiscordSurfaceOptions): Surface<ChatHost> {
  const stopping = new AbortController()
  const { signal } = stopping
  let connection: DiscordConnection | undefined
  let parts: DiscordParts | undefined
  const work = createWorkUnderWay()
  let stopHistory = async () => {}

  return {
    name: 'discord',
    async start(host) {
      const { clock, telemetry } = options
      const opened = connectDiscord(
        options,
        (rest, interactionRest) => createDiscordApi({ rest, interactionRest, clock, telemetry }),
        { onLost: (error) => void reconnect(opened, error, options, signal) },
      )
      connection = opened
      // Listed before anything can arrive, which would be taken for interrupted, too, and be answered twice.
      const interrupted = await host.intake.listInterrupted('discord')
      const all = assemble(opened, host, options, signal)
      parts = all
      const open = await all.open.list()
      const { identity, names, api, directory, backfill } = all
      const catchUp = createCatchUp({
        api,
        settings: host.settings,
        directory,
        identity,
        names,
        clock,
        telemetry,
      })
      stopHistory = async () => {
        await Promise.all([backfill.stop(), catchUp.stop()])
      }
      const desk = assembleDesk(all)
      const takes = createInOrder()
      // Once, and ahead of what people do now.
      let serveLeft = () => {
        serveLeft = () => {}
        void serveOpen(open, interrupted, all, desk)
      }
      const take = (arrival: Arrival) => work.track(workOnArrival(arrival, all, desk, takes))
      opened.onArrival((arrival, shard) => {
        if (arrival.kind === 'session-began') {
          serveLeft()
          return void beginSession(catchUp, all, take, shard)
        }
        if (arrival.kind === 'message') catchUp.note(arrival.message.id, shard)
        take(arrival)
      })
      await catchUp.begin()
      await opened.start(signal)
      telemetry.info('discord-started', { servers: directory.listGuilds().length })
      void offerCommands(all)
      void resumeInterrupted(interrupted, all)
      void backfill.resume()
    },
    async stop() {
      connection?.pause()
      if (parts !== undefined) await finishAnswers(parts.running)
      // What was told in time, such as a deletion, is done to the end.
      await work.ended(TAKE_MS)
      stopping.abort(new Error('The Discord surface has stopped.'))
      await stopHistory()
      await connection?.stop()
    },
  }
}

function assemble(
  { facts, api, identity }: DiscordConnection,
  host: ChatHost,
  options: DiscordSurfaceOptions,
  signal: AbortSignal,
): DiscordParts {
  const { clock, telemetry, guildDefaults, channelDefaults } = options
  const { settings } = host
  const names = createNames(facts)
  const directory = createDirectory({ facts, api, clock })
  const interactions = createInteractionApi({ api, identity, clock })
  const switches = createGuildSwitches({ settings, guildDefaults, channelDefaults })
  const parents = createThreadParents({ settings })
  return {
    ...{ options, identity, names, api, interactions, host, directory, switches, parents, signal },
    audiences: createAudienceResolver({ facts, api, clock }),
    backfill: createBackfill({ api, host, directory, identity, switches, parents, names, clock, telemetry }),
    conversations: createConversations(host),
    pending: createPendingInteractions(settings),
    open: createOpenInteractions(settings),
    replier: createReplier({
      ...{ api, interactions, host, identity, clock, telemetry },
      missingPermissions: (channelId) => directory.missingPermissions(channelId, 'answer'),
    }),
    running: createRunningAnswers<DiscordAnswer>(),
    inOrder: createInOrder(),
  }
}

function assembleDesk(parts: DiscordParts): InteractionDesk {
  const { host, api, interactions, identity, directory, audiences, switches, backfill, signal, options } = parts
  const { clock, telemetry, language } = options
  return {
    ...{ host, api, interactions, identity, directory, audiences, switches, backfill, signal },
    ...{ clock, telemetry, language },
    answers: createAnswerDesk(parts),
  }
}
