// By name: under the test runner the default export is the app's class, in Node it is the whole module.
import { App, HTTPReceiver, LogLevel, SocketModeReceiver, webApi } from '@slack/bolt'
import { afterEach, describe, expect, it } from 'vitest'
import {
  CHANNELS,
  PEOPLE,
  type SlackServer,
  type SlackServerOptions,
  startSlackServer,
  TEAM,
  visibleText,
} from '../../fakes/slack/slack-server.ts'

type BoltApp = InstanceType<typeof App>

const silent = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
}

const running: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const stop of running.splice(0).reverse()) await stop()
})

async function startPeer(options: SlackServerOptions = {}): Promise<SlackServer> {
  const slack = await startSlackServer(options)
  running.push(() => slack.close())
  return slack
}

/** The app of the library itself, over a socket of its own so that its retries do not leak into other clients. */
async function startApp(slack: SlackServer, listen: (app: BoltApp) => void): Promise<BoltApp> {
  const receiver = new SocketModeReceiver({
    appToken: slack.appToken,
    clientPingTimeout: 1_000,
    logger: silent,
    installerOptions: { clientOptions: { slackApiUrl: slack.apiUrl } },
  })
  const clientOptions = { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 }, timeout: 5_000 }
  const app = new App({ token: slack.botToken, receiver, clientOptions, logger: silent })
  listen(app)
  await app.start()
  running.push(() => app.stop())
  return app
}

/** A client of the Web API that does not try again. */
function clientOf(slack: SlackServer) {
  const clientOptions = {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: silent,
  }
  return new webApi.WebClient(slack.botToken, clientOptions)
}

/** Slack's name of the problem that a call ends with. */
async function refusalOf(call: Promise<unknown>): Promise<unknown> {
  const error: unknown = await call.then(
    () => new Error('it was not refused'),
    (reason: unknown) => reason,
  )
  return typeof error === 'object' && error !== null && 'data' in error ? error.data : error
}

const mrkdwn = (text: string) => ({ type: 'section' as const, text: { type: 'mrkdwn' as const, text } })

describe('the local Slack with the real Bolt app', () => {
  it('tells of a mention twice, shows the streamed reply, and delivers the click on its button', async () => {
    const slack = await startPeer()
    const heard: string[] = []
    const clicked: unknown[] = []
    await startApp(slack, (app) => {
      app.event('app_mention', async ({ event, body, client }) => {
        heard.push(`app_mention ${body.event_id}`)
        const stream = client.chatStream({
          channel: event.channel,
          thread_ts: event.ts,
          recipient_user_id: event.user ?? '',
          recipient_team_id: TEAM,
          buffer_size: 1,
        })
        await stream.append({ markdown_text: '有給休暇は' })
        await stream.append({ markdown_text: '**20 日**です。' })
        const button = { type: 'button' as const, action_id: 'more', value: 'turn-1' }
        const text = { type: 'plain_text' as const, text: 'もっと' }
        await stream.stop({ blocks: [{ type: 'actions', elements: [{ ...button, text }] }] })
      })
      app.message(async ({ body, message }) => {
        // The library keeps the app's own messages away, but not that they were changed.
        if (message.subtype === undefined) heard.push(`message ${body.event_id}`)
      })
      app.action('more', async ({ ack, action, body, respond }) => {
        await ack()
        clicked.push(action.type === 'button' ? action.value : undefined, body.user.id)
        await respond({ text: 'only for you', response_type: 'ephemeral' })
      })
    })

    const said = await slack.say({ user: PEOPLE.yuki, channel: CHANNELS.japanese, text: '<@U0KIKU> 有給休暇は？' })
    const reply = await slack.waitFor(
      () => slack.repliesIn(said.channel, said.ts).find(({ streaming }) => streaming === 'completed'),
      'a streamed reply',
    )
    const click = await slack.click({ user: PEOPLE.yuki, on: reply, actionId: 'more' })
    const answer = await slack.waitFor(() => click.replies()[0], 'an answer to the click')
    await slack.idle()

    expect(said.deliveries.map(({ isAcknowledged }) => isAcknowledged)).toEqual([true, true])
    expect(heard.map((line) => line.split(' ')[0])).toEqual(['message', 'app_mention'])
    expect(new Set(heard.map((line) => line.split(' ')[1])).size).toBe(2)
    expect(visibleText(reply)).toBe('有給休暇は**20 日**です。\n[もっと]')
    expect(clicked).toEqual(['turn-1', PEOPLE.yuki])
    expect(answer).toMatchObject({ kind: 'ephemeral', user: PEOPLE.yuki, text: 'only for you' })
    expect(slack.pings).toEqual([])
  })

  it('tries again where an acknowledgement is lost, over signed requests too', async () => {
    const slack = await startPeer({ retryDelaysMs: [1, 1, 1] })
    const retries: unknown[] = []
    const receiver = new HTTPReceiver({ signingSecret: slack.signingSecret, logger: silent })
    const app = new App({
      token: slack.botToken,
      receiver,
      logger: silent,
      clientOptions: { slackApiUrl: slack.apiUrl },
    })
    app.event('app_mention', async ({ context }) => void retries.push(context.retryNum))
    const server = await app.start({ port: 0, host: '127.0.0.1' })
    running.push(() => app.stop())
    const address = server.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    slack.deliverTo(`http://127.0.0.1:${port}/slack/events`)
    const say = { user: PEOPLE.alice, channel: CHANNELS.general, text: '<@U0KIKU> hi', twins: 'mention' as const }

    const stormy = await slack.say({ ...say, delivery: { dropAcks: 2 } })
    const forged = await slack.say({ ...say, delivery: { signWith: 'another secret' } })
    const stale = await slack.say({ ...say, delivery: { ageSeconds: 301 } })

    expect(stormy.deliveries[0]?.statuses).toEqual([200, 200, 200])
    expect(forged.deliveries[0]?.statuses).toEqual([401, 401, 401, 401])
    expect(stale.deliveries[0]?.isAcknowledged).toBe(false)
    expect(retries).toEqual([undefined, 1, 2])
  })

  it('delivers over the next socket when one is cut', async () => {
    const slack = await startPeer()
    const heard: string[] = []
    await startApp(slack, (app) => app.message(async ({ message }) => void heard.push(message.ts)))

    slack.killSockets()
    const said = await slack.say({ user: PEOPLE.alice, text: 'still there?' })
    await slack.waitFor(() => heard.length > 0, 'the message')

    expect(heard).toEqual([said.ts])
    expect(slack.connections).toBe(2)
  })

  it('shows commands, forms and the home tab to those who use them', async () => {
    const slack = await startPeer()
    await startApp(slack, (app) => {
      app.command('/kiku', async ({ ack, respond, command, client }) => {
        await ack({ text: 'Searching…' })
        await respond({ text: 'Found it', replace_original: true })
        const input = { type: 'plain_text_input' as const, action_id: 'why' }
        await client.views.open({
          trigger_id: command.trigger_id,
          view: {
            type: 'modal',
            callback_id: 'reason',
            title: { type: 'plain_text', text: 'Why?' },
            submit: { type: 'plain_text', text: 'Send' },
            blocks: [{ type: 'input', block_id: 'w', label: { type: 'plain_text', text: 'Reason' }, element: input }],
          },
        })
      })
      app.view('reason', async ({ ack, view }) => {
        const reason = view.state.values.w?.why?.value
        await (reason === 'no' ? ack({ response_action: 'errors', errors: { w: 'Say more' } }) : ack())
      })
      app.event('app_home_opened', async ({ event, client }) => {
        if (event.tab === 'home') {
          await client.views.publish({ user_id: event.user, view: { type: 'home', blocks: [mrkdwn('Welcome')] } })
        }
      })
    })

    const asked = await slack.command('search holidays', { user: PEOPLE.bob, channel: CHANNELS.general })
    await slack.waitFor(() => slack.openFor(PEOPLE.bob).length === 1, 'a form')
    const refused = await slack.submitView({ user: PEOPLE.bob, values: { why: 'no' } })
    const taken = await slack.submitView({ user: PEOPLE.bob, values: { why: '理由' } })
    await slack.openHome(PEOPLE.bob, 'home')
    const home = await slack.waitFor(() => slack.homeOf(PEOPLE.bob), 'the home tab')

    expect(asked.replies().map(({ text }) => text)).toEqual(['Found it'])
    expect(refused.errors).toEqual({ w: 'Say more' })
    expect(taken.errors).toBeUndefined()
    expect(slack.openFor(PEOPLE.bob)).toEqual([])
    expect(home.view).toMatchObject({ type: 'home' })
  })
})

describe('the Web API of the local Slack', () => {
  it('keeps the states and limits of streams', async () => {
    const slack = await startPeer({ limits: { streamLifeMs: 60_000, streamCharacters: 20 } })
    const client = clientOf(slack)
    const said = await slack.say({ user: PEOPLE.alice, text: 'long, please', isQuiet: true })
    const place = { channel: said.channel }
    const start = () => client.chat.startStream({ ...place, thread_ts: said.ts, markdown_text: 'ten signs.' })
    const first = { ...place, ts: (await start()).ts ?? '' }

    await client.chat.appendStream({ ...first, markdown_text: 'ten again.' })

    expect(await refusalOf(client.chat.appendStream({ ...first, markdown_text: 'x' }))).toMatchObject({
      error: 'msg_too_long',
    })
    expect(await refusalOf(client.chat.update({ ...first, text: 'x' }))).toMatchObject({
      error: 'streaming_state_conflict',
    })
    expect(await refusalOf(client.chat.delete(first))).toMatchObject({ error: 'cant_delete_message' })
    await client.chat.stopStream(first)
    expect(await refusalOf(client.chat.stopStream(first))).toMatchObject({ error: 'message_not_in_streaming_state' })
    await client.chat.update({ ...first, text: 'whole' })
    expect(slack.thread(said.channel, said.ts).map(visibleText)).toEqual(['long, please', 'whole'])
    const inChannel = { channel: CHANNELS.general, thread_ts: said.ts }
    expect(await refusalOf(client.chat.startStream(inChannel))).toMatchObject({ error: 'missing_recipient_user_id' })
  })

  it('ends a stream that has lived for too long; an update mends its message', async () => {
    const slack = await startPeer({ limits: { streamLifeMs: -1 } })
    const client = clientOf(slack)
    const said = await slack.say({ user: PEOPLE.yuki, text: '長い質問', isQuiet: true })
    const started = await client.chat.startStream({ channel: said.channel, thread_ts: said.ts, markdown_text: '半分' })
    const stream = { channel: said.channel, ts: started.ts ?? '' }

    const appended = await refusalOf(client.chat.appendStream({ ...stream, markdown_text: '残り' }))
    await client.chat.update({ ...stream, text: '半分と残り' })

    expect(appended).toMatchObject({ error: 'message_not_in_streaming_state' })
    expect(slack.repliesIn(said.channel, said.ts).map(visibleText)).toEqual(['半分と残り'])
  })

  it('refuses what Slack would refuse', async () => {
    const slack = await startPeer({ scopes: ['chat:write', 'channels:history'] })
    const client = clientOf(slack)
    const post = (more: object) => refusalOf(client.chat.postMessage({ channel: CHANNELS.general, text: '', ...more }))
    const button = { type: 'button', action_id: 'same', text: { type: 'plain_text', text: 'Go' } }

    expect(await post({})).toMatchObject({ error: 'no_text' })
    expect(await post({ blocks: [mrkdwn('')] })).toMatchObject({ error: 'invalid_blocks' })
    expect(await post({ blocks: [{ type: 'marquee' }] })).toMatchObject({ error: 'invalid_blocks' })
    expect(await post({ blocks: [{ type: 'actions', elements: [button, button] }] })).toMatchObject({
      error: 'invalid_blocks',
    })
    const half = { type: 'markdown', text: 'い'.repeat(7_000) }
    expect(await post({ blocks: [half, half] })).toMatchObject({ error: 'msg_blocks_too_long' })
    expect(await post({ text: 'x', channel: CHANNELS.secret })).toMatchObject({ error: 'channel_not_found' })
    expect(await post({ text: 'x', channel: CHANNELS.notJoined })).toMatchObject({ error: 'not_in_channel' })
    expect(await refusalOf(client.conversations.history({ channel: CHANNELS.private }))).toMatchObject({
      error: 'missing_scope',
      needed: 'groups:history',
    })
    expect(await refusalOf(client.apiCall('chat.whisper'))).toMatchObject({ error: 'unknown_method' })
  })

  it('gives history in pages, and the head of a thread on each', async () => {
    const slack = await startPeer()
    const client = clientOf(slack)
    const old = Date.UTC(2024, 0, 1)
    const about = { user: PEOPLE.alice, channel: CHANNELS.general, isQuiet: true }
    const head = await slack.say({ ...about, text: 'head', at: old })
    for (const day of [1, 2, 3]) {
      await slack.say({ ...about, text: `reply ${day}`, threadTs: head.ts, at: old + day * 1_000 })
      await slack.say({ ...about, text: `later ${day}`, at: old + day * 60_000 })
    }

    const first = await client.conversations.history({ channel: CHANNELS.general, limit: 3 })
    const cursor = first.response_metadata?.next_cursor ?? ''
    const second = await client.conversations.history({ channel: CHANNELS.general, limit: 3, cursor })
    const thread = await client.conversations.replies({ channel: CHANNELS.general, ts: head.ts, limit: 2 })
    const more = thread.response_metadata?.next_cursor ?? ''
    const rest = await client.conversations.replies({ channel: CHANNELS.general, ts: head.ts, limit: 2, cursor: more })

    expect(first.messages?.map(({ text }) => text)).toEqual(['later 3', 'later 2', 'later 1'])
    expect(second.messages?.map(({ text, reply_count }) => [text, reply_count])).toEqual([['head', 3]])
    expect(thread.messages?.map(({ text }) => text)).toEqual(['head', 'reply 1', 'reply 2'])
    expect(rest.messages?.map(({ text }) => text)).toEqual(['head', 'reply 3'])
  })

  it('notes whom the app would have called', async () => {
    const slack = await startPeer()
    const client = clientOf(slack)
    const post = (text: string) => client.chat.postMessage({ channel: CHANNELS.general, text })

    await post('&lt;!channel&gt; mail@here.example and `@everyone`')
    await post('<!here> and <@U0ALICE>, @channel!')
    await client.chat.postMessage({ channel: CHANNELS.general, text: 'x', blocks: [mrkdwn('<!subteam^S1|team>')] })

    const pings = slack.pings.map(({ ping }) => ping)
    expect(pings).toEqual(['<!here>', '<@U0ALICE>', '@channel', '<!subteam^S1|team>'])
  })

  it('fails as it is told to', async () => {
    const slack = await startPeer({ rates: { 'chat.delete': { perMinute: 60, burst: 1, per: 'channel' } } })
    const client = clientOf(slack)
    const post = () => client.chat.postMessage({ channel: CHANNELS.general, text: 'hello' })
    slack.faults.push({ method: 'chat.postMessage', drop: 'after' })
    slack.faults.push({ method: 'chat.postMessage', status: 429, retryAfter: 7 })

    await expect(post()).rejects.toThrow()
    await expect(post()).rejects.toMatchObject({ retryAfter: 7 })
    const { ts = '' } = await post()
    await client.chat.delete({ channel: CHANNELS.general, ts })
    await expect(client.chat.delete({ channel: CHANNELS.general, ts })).rejects.toMatchObject({ retryAfter: 1 })

    expect(slack.messagesIn(CHANNELS.general).map(({ text }) => text)).toEqual(['hello'])
  })

  it('gives files to the bot alone', async () => {
    const slack = await startPeer()
    const file = slack.addFile({ name: '規程.txt', content: '有給休暇は20日' })
    const url = String(file.wire.url_private_download)

    const open = await fetch(url)
    const known = await fetch(url, { headers: { authorization: `Bearer ${slack.botToken}` } })

    expect([open.url, open.headers.get('content-type')]).toEqual([`${slack.url}/signin`, 'text/html'])
    expect(await known.text()).toBe('有給休暇は20日')
  })

  it('tells of a deleted head as a change where replies remain', async () => {
    const slack = await startPeer()
    const events: unknown[] = []
    await startApp(slack, (app) => {
      app.event('message', async ({ event }) => void events.push(event.subtype))
    })
    const quiet = { user: PEOPLE.alice, channel: CHANNELS.general, text: 'question', isQuiet: true }
    const alone = await slack.say(quiet)
    const head = await slack.say(quiet)
    await slack.say({ ...quiet, threadTs: head.ts })

    await slack.remove(alone)
    await slack.remove(head)
    await slack.waitFor(() => events.length === 2, 'both events')

    expect(events).toEqual(['message_deleted', 'message_changed'])
    expect(slack.thread(head.channel, head.ts)[0]?.isTombstone).toBe(true)
  })
})
