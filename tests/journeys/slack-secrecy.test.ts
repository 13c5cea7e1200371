import http from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createMoodyModel } from '../fakes/moody-model.ts'
import { BOT_USER, CHANNELS, type Fault, PEOPLE, type Said } from '../fakes/slack/slack-server.ts'
import { type SlackService, startSlackService } from '../fakes/slack-service.ts'

const TOKENS = { botToken: 'xoxb-4711-0815-WalrusBot', appToken: 'xapp-1-A0815-4711-WalrusApp' }
const TOKEN = /xox[a-z]-|xapp-/
/** Whatever people wrote in these scenes, or are called, holds one of these words. */
const CONTENT = /walrus|セイウチ/i
const QUESTIONS = ['When does the Walrus submarine leave?', 'セイウチ作戦はいつ始まりますか？'] as const
const HOSTILE = 'Walrusina\r\n{"level":"error","event":"セイウチ"}\u001b[31m <!channel> <@U0ALICE>'

const FAULTS: readonly Omit<Fault, 'method'>[] = [
  { error: 'invalid_auth' },
  { error: 'missing_scope' },
  { error: 'internal_error' },
  { status: 500 },
  { status: 429, retryAfter: 1 },
  { garbage: true },
  { drop: 'before' },
  { drop: 'after' },
]
const METHODS = [
  ...['users.info', 'conversations.info', 'conversations.members', 'users.conversations', 'conversations.replies'],
  ...['chat.postMessage', 'chat.startStream', 'chat.update', 'chat.postEphemeral', 'response_url'],
  ...['assistant.threads.setStatus', 'download'],
]
const ROOMS = [CHANNELS.general, CHANNELS.private, CHANNELS.pending, CHANNELS.guests, CHANNELS.shared] as const

describe.each(['info', 'debug'])('where everything goes wrong, with a log of level %s', (level) => {
  let service: SlackService
  let stranger: http.Server
  const requestsToStranger: string[] = []
  let strangerUrl = ''

  beforeAll(async () => {
    stranger = http.createServer((request, response) => {
      requestsToStranger.push(`${request.url} ${JSON.stringify(request.rawHeaders)}`)
      response.writeHead(200, { 'content-type': 'text/plain' }).end('Walrus of strangers')
    })
    await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve))
    const address = stranger.address()
    strangerUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
    const slack = { ...TOKENS, ackTimeoutMs: 500, retryDelaysMs: [50] }
    service = await startSlackService({ slack, environment: { KIKU_LOG_LEVEL: level } })
    service.model.setScript(createMoodyModel(TOKENS.botToken))
    const { world } = service.slack
    world.changeUser(PEOPLE.alice, { name: HOSTILE, realName: HOSTILE })
    world.changeUser(PEOPLE.bob, { name: 'Bob Walrus', realName: 'Bob Walrus' })
    for (const room of ROOMS) world.changeChannel(room, { name: 'walrus-den' })
    await service.start()
  })
  afterAll(async () => {
    await service.end()
    await new Promise((resolve) => stranger.close(resolve))
  })

  it('answers most of what is asked, and calls nobody', { timeout: 40_000 }, async () => {
    const { slack } = service
    const said: Said[] = []
    for (const [index, fault] of FAULTS.entries()) {
      for (const method of METHODS) slack.faults.push({ method, ...fault })
      const channel = ROOMS[index % ROOMS.length] ?? CHANNELS.general
      said.push(await ask(channel, index), await attach(channel, index))
      void slack.command(`ask ${QUESTIONS[index % 2]}`, { user: PEOPLE.bob, channel: CHANNELS.general })
      await misbehave(index)
      if (index === 4) slack.killSockets()
    }

    const answered = () => said.filter(({ channel, ts }) => slack.repliesIn(channel, ts).length > 0)
    await slack.waitFor(() => answered().length > said.length / 2, 'most of the answers', 20_000)
    await slack.idle({ quietMs: 300, evenStreaming: true })

    expect(slack.pings).toEqual([])
  })

  it('gives its token to nobody but Slack', () => {
    const { calls } = service.slack

    expect(calls.some(({ method }) => method === 'download')).toBe(true)
    expect(requestsToStranger.filter((request) => TOKEN.test(request) || /authorization/i.test(request))).toEqual([])
    expect(calls.filter(({ arguments: given }) => JSON.stringify(given).includes(TOKENS.botToken))).toEqual([])
  })

  it('tells no token and nothing that people wrote in the log and on the terminal', async () => {
    // An orderly end waits for what hangs; once is enough.
    await service.kill(level === 'info' ? 'SIGTERM' : 'SIGKILL')

    const log = await service.journey.log()
    const forReaders = log.split('\n').filter((line) => !line.startsWith('{"level":"debug"'))

    expect(forReaders.length).toBeGreaterThan(20)
    expect([log, service.output()].filter((text) => TOKEN.test(text))).toEqual([])
    expect([...forReaders, ...service.output().split('\n')].filter((line) => CONTENT.test(line))).toEqual([])
    for (const line of log.trimEnd().split('\n')) expect(JSON.parse(line)).toHaveProperty('event')
  })

  it('tells no token in what doctor says and in answers on the command line', async () => {
    const { journey, slack } = service
    const said: string[] = []

    for (const fault of FAULTS) {
      slack.faults.push({ method: 'auth.test', ...fault }, { method: 'apps.connections.open', ...fault })
      const { stdout, stderr } = await journey.run(['doctor'])
      said.push(stdout, stderr)
      slack.faults.length = 0
    }
    const { stdout, stderr } = await journey.run(['ask', '--json', QUESTIONS[0]])

    expect(said.join('')).toMatch(/Slack/i)
    expect(said.filter((text) => CONTENT.test(text))).toEqual([])
    expect([...said, stdout, stderr].filter((text) => TOKEN.test(text))).toEqual([])
  })

  function ask(channel: string, index: number): Promise<Said> {
    return service.slack.say({ user: PEOPLE.alice, channel, text: `<@${BOT_USER}> ${QUESTIONS[index % 2]} ${index}` })
  }

  /** Files that lead elsewhere, lie, break off, or have names that nobody should have. */
  function attach(channel: string, index: number): Promise<Said> {
    const { slack } = service
    const name = `Walrus ${index} ${HOSTILE}.txt`
    const content = 'The Walrus submarine leaves at midnight. セイウチ作戦は真夜中に始まる。'
    const files = [
      slack.addFile({ name, content, fault: { kind: 'redirect', to: `${strangerUrl}/walrus` } }),
      slack.addFile({ name, content, url: `${strangerUrl}/direct-walrus` }),
      slack.addFile({ name, content, fault: { kind: 'cut' } }),
      slack.addFile({ name: `${index}.pdf`, content, mediaType: 'application/pdf' }),
    ]
    return slack.say({ user: PEOPLE.bob, channel, text: `<@${BOT_USER}> ${QUESTIONS[0]}`, files })
  }

  /** What Slack never sends, and what nobody expects. */
  async function misbehave(index: number): Promise<void> {
    const { slack } = service
    const text = `${QUESTIONS[1]} ${TOKENS.botToken}`
    const actions = [{ action_id: 'walrus', value: text }]
    const view = { callback_id: 'kiku_settings', private_metadata: text }
    await Promise.all([
      slack.emit({ type: 'message', channel: CHANNELS.general, text, ts: index, user: { name: text } }),
      slack.emit({ type: 'walrus_event', text }),
      slack.deliver('interactive', { type: 'block_actions', actions, user: { id: text } }),
      slack.deliver('interactive', { type: 'view_submission', view }),
      slack.deliver('slash_commands', { command: '/kiku', text, user_id: PEOPLE.bob }),
    ])
  }
})
