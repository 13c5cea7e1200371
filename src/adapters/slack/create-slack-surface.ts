import type { ChatHost } from '../../ports/chat-host.ts'
import type { Surface } from '../../ports/surface.ts'
import { finishAnswers } from '../common/chat/finish-answers.ts'
import { createInOrder } from '../common/chat/in-order.ts'
import { createRunningAnswers } from '../common/chat/running-answers.ts'
import { createSlackApi } from './api/create-slack-api.ts'
import { identify } from './api/identify.ts'
import { createAudienceResolver } from './directory/create-audience-resolver.ts'
import { createDirectory } from './directory/create-directory.ts'
import { createAnswerDesk } from './flow/answer-desk.ts'
import { resumeInterrupted } from './flow/resume-interrupted.ts'
import type { SlackAnswer, SlackParts } from './flow/slack-parts.ts'
import { type Taken, takeArrival } from './flow/take-arrival.ts'
import { workOnArrival } from './flow/work-on-arrival.ts'
import { createBackfill } from './history/backfill.ts'
import { createChannelSwitches } from './history/channel-switches.ts'
import { withChosenLanguages } from './interact/home/choose-language.ts'
import type { InteractionDesk } from './interact/interaction-desk.ts'
import { registerInteractions } from './interact/register-interactions.ts'
import { connectSlack, type SlackConnection } from './receive/connect.ts'
import { createReplier } from './reply/create-replier.ts'
import type { SlackSurfaceOptions } from './slack-options.ts'

export interface SlackSurface extends Surface<ChatHost> {
  /** Where deliveries arrive over HTTP; undefined over a socket, and before the start. */
  port(): number | undefined
}

/** Kiku in one Slack workspace. */
export function createSlackSurface(options: SlackSurfaceOptions): SlackSurface {
  const stopping = new AbortController()
  const { signal } = stopping
  let connection: SlackConnection<Taken> | undefined
  let parts: SlackParts | undefined
  let stopHistory = async () => {}

  return {
    name: 'slack',
    port: () => connection?.address()?.port,
    async start(host) {
      const { botToken: token, apiUrl, clock, telemetry } = options
      const api = createSlackApi({ token, apiUrl, clock, telemetry })
      const identity = await identify(api, signal)
      const known = createDirectory({ api, identity, clock, telemetry })
      const directory = withChosenLanguages(known, { settings: host.settings, team: identity.team })
      const audiences = createAudienceResolver({ directory, identity })
      const channels = createChannelSwitches({
        settings: host.settings,
        team: identity.team,
        defaults: options.channelDefaults,
      })
      const backfill = createBackfill({ api, host, directory, identity, channels, clock, telemetry })
      stopHistory = () => backfill.stop()
      const replier = createReplier({ api, host, identity, clock, telemetry })
      const running = createRunningAnswers<SlackAnswer>()
      const inOrder = createInOrder()
      const shared = { identity, api, host, directory, audiences, channels, backfill, signal }
      const all: SlackParts = { ...shared, options, replier, running }
      parts = all
      const desk: InteractionDesk = {
        ...shared,
        ...{ clock, telemetry },
        answers: createAnswerDesk(all, inOrder),
        language: options.language,
      }
      connection = connectSlack<Taken>({ options, identity, take: (arrival) => takeArrival(arrival, all), telemetry })
      registerInteractions(connection.app, desk)
      connection.onArrival((arrival, taken) => void workOnArrival({ arrival, taken }, all, desk, inOrder))
      // Listed before anything can arrive, which would be taken for interrupted, too, and be answered twice.
      const interrupted = await host.intake.listInterrupted('slack')
      await connection.start(signal)
      telemetry.info('slack-started', { team: identity.team, transport: options.transport.kind })
      void resumeInterrupted(interrupted, all, inOrder)
      void backfill.resume()
    },
    async stop() {
      await connection?.stop()
      if (parts !== undefined) await finishAnswers(parts.running)
      stopping.abort(new Error('The Slack surface has stopped.'))
      await stopHistory()
    },
  }
}
