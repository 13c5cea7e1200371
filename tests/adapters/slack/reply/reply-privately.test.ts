import { describe, expect, it } from 'vitest'
import { createSlackApi } from '../../../../src/adapters/slack/api/create-slack-api.ts'
import { ReplyStopped } from '../../../../src/adapters/slack/reply/replier.ts'
import {
  type PrivateReply,
  type ResponseBody,
  replyPrivately,
} from '../../../../src/adapters/slack/reply/reply-privately.ts'
import { KikuError } from '../../../../src/domain/errors.ts'
import { Interruption } from '../../../../src/domain/interruption.ts'
import { systemClock } from '../../../../src/ports/clock.ts'
import { silentTelemetry } from '../../../../src/ports/telemetry.ts'
import { CHANNELS, PEOPLE, startSlackServer, visibleText } from '../../../fakes/slack/slack-server.ts'
import { done, pause, script } from './reply-stage.ts'

const never = new AbortController().signal
type Hooks = { onTestFinished(finish: () => Promise<void>): void }

async function open({ onTestFinished }: Hooks, changes: Partial<PrivateReply> = {}) {
  const server = await startSlackServer({ echoes: false })
  onTestFinished(() => server.close())
  const { botToken: token, apiUrl } = server
  const api = createSlackApi({ token, apiUrl, clock: systemClock, telemetry: silentTelemetry, random: () => 0 })
  const reply: PrivateReply = {
    api,
    channel: CHANNELS.general,
    user: PEOPLE.alice,
    turnId: 'slack:T0HOME:C0GENERAL:private-1',
    locale: 'en',
    allowShare: true,
    ...changes,
  }
  const texts = () => server.ephemeralsFor(PEOPLE.alice).map(visibleText)
  return { server, reply, texts }
}

describe('replyPrivately', () => {
  it('says that Kiku is at work and puts the answer in its place', async (context) => {
    const bodies: ResponseBody[] = []
    const respond = async (body: ResponseBody) => void bodies.push(body)
    const { reply, texts } = await open(context, { respond })

    const end = await replyPrivately(script(['Some ', pause(50), done('The answer [1].')]), reply, never)

    expect(end.kind).toBe('answered')
    expect(bodies.map(({ replace_original }) => replace_original)).toEqual([false, true])
    expect(bodies[1]?.response_type).toBe('ephemeral')
    expect(JSON.stringify(bodies[1]?.blocks)).toContain('kiku_share')
    expect(texts()).toEqual([])
  })

  it('says it once as an ephemeral message where there is no response_url', async (context) => {
    const { reply, texts } = await open(context)

    await replyPrivately(script([done('The answer.')]), reply, never)

    expect(texts()).toHaveLength(1)
    expect(texts()[0]).toContain('The answer.')
    expect(texts()[0]).toContain('[Share to channel]')
  })

  it('goes another way when the response_url does not work any more', async (context) => {
    const respond = () => Promise.reject(new Error('expired_url'))
    const { reply, texts } = await open(context, { respond })

    const end = await replyPrivately(script([done('The answer.')]), reply, never)

    expect(end.kind).toBe('answered')
    expect(texts()[0]).toContain('The answer.')
  })

  it('answers directly where Kiku is not in the channel', async (context) => {
    const { server, reply } = await open(context, { channel: CHANNELS.notJoined })

    await replyPrivately(script([done('The answer.')]), reply, never)

    expect(visibleText(server.messagesIn(CHANNELS.aliceDirect)[0] ?? { text: '', blocks: [] })).toContain('The answer.')
  })

  it('makes five responses at most, and says the rest in messages of their own', async (context) => {
    const responses: ResponseBody[] = []
    const respond = async (body: ResponseBody) => void responses.push(body)
    const { reply, texts } = await open(context, { respond, allowShare: false })
    const long = Array.from({ length: 1400 }, (_, n) => `Sentence number ${n} says more about it.`).join('\n\n')

    await replyPrivately(script([done(long)]), reply, never)

    expect(responses).toHaveLength(5)
    expect(texts().length).toBeGreaterThan(0)
    expect(texts().join('\n')).toContain('Sentence number 1399 ')
  })

  it('says what went wrong', async (context) => {
    const { reply, texts } = await open(context, { locale: 'ja' })
    const error = new KikuError('model-busy', 'モデルが混み合っています。', { remedy: '少し待ってください。' })

    const end = await replyPrivately(script([{ kind: 'failed', error }]), reply, never)

    expect(end).toEqual({ kind: 'failed', code: 'model-busy' })
    expect(texts()[0]).toContain('少し待ってください。')
  })

  it('ends when it is stopped, and throws when the process ends', async (context) => {
    const { reply, texts } = await open(context)
    const stop = new AbortController()
    const interruption = new AbortController()
    const reason = new Interruption()

    const stopped = replyPrivately(
      script([() => stop.abort(new ReplyStopped('deleted')), pause(20)]),
      reply,
      stop.signal,
    )
    const ended = replyPrivately(script([() => interruption.abort(reason), pause(20)]), reply, interruption.signal)

    await expect(stopped).resolves.toEqual({ kind: 'stopped' })
    await expect(ended).rejects.toBe(reason)
    expect(texts()).toEqual([])
  })
})
