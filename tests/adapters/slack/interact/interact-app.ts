import { App } from '@slack/bolt'
import { silentLogger } from '../../../../src/adapters/slack/api/silent-logger.ts'
import type { InteractionDesk } from '../../../../src/adapters/slack/interact/interaction-desk.ts'
import { registerInteractions } from '../../../../src/adapters/slack/interact/register-interactions.ts'
import { acceptBlocks } from '../../../fakes/slack/check-blocks.ts'
import { isObject, type WireObject } from '../../../fakes/slack/wire.ts'

export const RESPONSE_URL = 'https://hooks.slack.test/response'

/** The real Bolt app, to which a test hands what Slack would send. */
export function createInteractApp(desk: InteractionDesk, { isResponseDead = false } = {}) {
  /** What was posted to the `response_url`. */
  const said: WireObject[] = []
  const app = new App({
    authorize: async () => ({ botToken: 'xoxb-test', botId: 'BKIKU', botUserId: 'UKIKU' }),
    receiver: { init() {}, start: async () => undefined, stop: async () => undefined },
    clientOptions: {
      fetch: async (url: unknown, request?: { readonly body?: unknown }) => {
        if (String(url) !== RESPONSE_URL) throw new Error(`${String(url)} is no address of this test.`)
        const body: unknown = JSON.parse(String(request?.body))
        if (!isObject(body)) throw new Error('A response is an object.')
        if (isResponseDead) return new Response('expired_url', { status: 404 })
        if (body.blocks !== undefined) acceptBlocks(body.blocks)
        said.push(body)
        return new Response('ok')
      },
    },
    logger: silentLogger,
  })
  registerInteractions(app, desk)
  const acknowledged: unknown[] = []
  return {
    said,
    acknowledged,
    /** Resolves when everything that the delivery leads to has ended. */
    async deliver(body: WireObject) {
      await app.processEvent({
        body,
        ack: async (response) => {
          acknowledged.push(response)
        },
      })
    },
  }
}

const common = {
  token: 'verification',
  team: { id: 'T1', domain: 'example' },
  api_app_id: 'A1',
  response_url: RESPONSE_URL,
}

export function command(text: string, about: WireObject = {}): WireObject {
  return {
    token: 'verification',
    command: '/kiku',
    text,
    user_id: 'U1',
    user_name: 'aki',
    team_id: 'T1',
    team_domain: 'example',
    channel_id: 'C1',
    channel_name: 'general',
    api_app_id: 'A1',
    trigger_id: '13345.738.8088',
    response_url: RESPONSE_URL,
    ...about,
  }
}

export function click(action: string, value: string, about: WireObject = {}): WireObject {
  return {
    ...common,
    type: 'block_actions',
    user: { id: 'U1', team_id: 'T1' },
    channel: { id: 'C1', name: 'general' },
    trigger_id: '13345.738.9099',
    container: {
      type: 'message',
      message_ts: '1772355010.000200',
      channel_id: 'C1',
      thread_ts: '1772355000.000100',
      is_ephemeral: false,
    },
    actions: [{ type: 'button', action_id: action, block_id: 'b', value, action_ts: '1772355500.000300' }],
    ...about,
  }
}

export function shortcut(callback: string, about: WireObject = {}): WireObject {
  return {
    ...common,
    type: 'message_action',
    callback_id: callback,
    user: { id: 'U1', team_id: 'T1' },
    channel: { id: 'C1', name: 'general' },
    trigger_id: '13345.738.7077',
    message_ts: '1772355000.000100',
    message: {
      type: 'message',
      user: 'U2',
      ts: '1772355000.000100',
      text: 'We ship on *Friday* &amp; <@U1> checks <!channel>',
    },
    ...about,
  }
}

export function submission(
  callback: string,
  metadata: unknown,
  values: WireObject,
  about: WireObject = {},
): WireObject {
  return {
    token: 'verification',
    team: { id: 'T1', domain: 'example' },
    api_app_id: 'A1',
    type: 'view_submission',
    user: { id: 'U1', team_id: 'T1', name: 'aki' },
    trigger_id: '13345.738.6066',
    view: {
      id: 'V1',
      type: 'modal',
      callback_id: callback,
      private_metadata: typeof metadata === 'string' ? metadata : JSON.stringify(metadata),
      state: { values },
    },
    ...about,
  }
}
