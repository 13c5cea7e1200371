import { describe, expect, it } from 'vitest'
import { ReplyStopped } from '../../../../src/adapters/common/chat/reply-end.ts'
import { CHANNELS } from '../../../fakes/discord/discord-server.ts'
import { DIRECT_CHANNEL, done, openStage, script, until } from './reply-stage.ts'

const never = new AbortController().signal
const MINUTE = 60_000
const LONG = `${'word '.repeat(500)}`

describe('a reply to a command', () => {
  it.concurrent.for([false, true])(
    'edits the response, and follows it up: only for the asker: %s',
    async (isEphemeral, context) => {
      const { replier, task, texts, shown, replies, server } = await openStage(context, { target: { isEphemeral } })

      await replier.reply(script([LONG, until(() => texts()[1]?.includes('[Stop]') === true), done(LONG)]), task, never)

      expect(texts()).toHaveLength(2)
      expect(texts()[1]).toContain('[answered]')
      expect(shown().map(({ flags }) => flags & 64)).toEqual(isEphemeral ? [64, 64] : [0, 0])
      expect(await replies.listByTurn(task.turnId)).toHaveLength(2)
      expect(server.callsOf('POST /channels/:channel/messages')).toEqual([])
    },
  )

  it.concurrent('says what Kiku does instead of thinking', async (context) => {
    const { replier, task, texts, advance } = await openStage(context, { target: {} })
    const searching = { kind: 'status', stage: 'gather' } as const

    await replier.reply(
      script([
        searching,
        () => advance(2_500),
        searching,
        until(() => texts()[0] === 'Searching … [Stop]'),
        done('Yes.'),
      ]),
      task,
      never,
    )

    expect(texts()).toEqual(['Yes. [answered]'])
  })

  it.concurrent('goes on as the bot when the token has expired', async (context) => {
    const { replier, task, texts, shown, expire } = await openStage(context, { target: {} })

    await replier.reply(
      script(['Half', until(() => texts()[0] === 'Half [Stop]'), expire, ` of it. ${LONG}`, done(LONG)]),
      task,
      never,
    )

    expect(texts()).toHaveLength(2)
    expect(texts()[1]).toContain('[answered]')
    expect(texts().join()).not.toContain('[Stop]')
    expect(shown()[1]?.nonce).toBeDefined()
  })

  it.concurrent('answers as the bot where the token expired before a word was said', async (context) => {
    const { replier, task, texts, advance } = await openStage(context, { target: {} })
    advance(16 * MINUTE)

    await replier.reply(script([done('Late.')]), task, never)

    expect(texts()).toEqual(['Late. [answered]'])
  })

  it.concurrent.for([{ isEphemeral: true }, { canPost: false }])(
    'gives the whole answer directly when the token has expired: %j',
    async (target, context) => {
      const { replier, task, texts, replies, advance } = await openStage(context, { target })

      const end = await replier.reply(
        script([
          'Half of it',
          until(() => texts()[0] === 'Half of it [Stop]'),
          () => advance(14.5 * MINUTE),
          ' is here.',
          until(() => texts().length === 2),
          () => advance(MINUTE),
          done('All of it.'),
        ]),
        task,
        never,
      )

      expect(end).toMatchObject({ kind: 'answered' })
      expect(texts(CHANNELS.general)[0]).toBe('Half of it is here.')
      expect(texts(CHANNELS.general)[1]).toContain('direct message')
      expect(texts(DIRECT_CHANNEL)).toEqual(['All of it. [answered]'])
      expect((await replies.listByTurn(task.turnId)).at(-1)).toMatchObject({ channel: DIRECT_CHANNEL })
    },
  )

  it.concurrent('takes back what went on directly when its question is deleted at that moment', async (context) => {
    const { replier, task, texts, server, expire } = await openStage(context, { target: { isEphemeral: true } })
    expire()
    server.faults.push({ method: 'POST', path: /^\/channels/, delayMs: 100 })
    const stop = new AbortController()

    const reply = replier.reply(script([done('All of it.')]), task, stop.signal)
    setTimeout(() => stop.abort(new ReplyStopped('deleted')), 60)

    expect(await reply).toEqual({ kind: 'stopped' })
    expect(texts(DIRECT_CHANNEL)).toEqual([])
  })

  it.concurrent('logs by code what cannot be delivered at all', async (context) => {
    const { replier, task, server, log, expire } = await openStage(context, { target: { isEphemeral: true } })
    expire()
    server.faults.push({ method: 'POST', path: /^\/channels/, status: 403, code: 50007 })

    const end = await replier.reply(script([done('秘密の答え')]), task, never)

    expect(end).toEqual({ kind: 'failed', code: 'surface-refused' })
    expect(log.some((line) => line.startsWith('warn answer-not-delivered') && line.includes('50007'))).toBe(true)
    expect(log.join()).not.toMatch(/秘密/)
  })

  it.concurrent('goes on directly where Discord allows no further follow-ups', async (context) => {
    const { replier, task, texts, server } = await openStage(context, { target: { canPost: false } })
    server.faults.push({ method: 'POST', path: /^\/webhooks/, status: 400, code: 40094 })

    const end = await replier.reply(script([done(LONG)]), task, never)

    expect(end).toMatchObject({ kind: 'answered' })
    expect(texts(DIRECT_CHANNEL)).toHaveLength(2)
  })

  it.concurrent('finds a follow-up that was posted although the call failed', async (context) => {
    const { replier, task, texts, server } = await openStage(context, { target: {} })
    server.faults.push({ method: 'POST', path: /^\/webhooks/, drop: 'after' })

    await replier.reply(script([done(LONG)]), task, never)

    expect(texts()).toHaveLength(2)
  })

  it.concurrent('can be stopped before a word was said', async (context) => {
    const { replier, task, texts } = await openStage(context, { target: {} })
    const stop = new AbortController()

    const end = await replier.reply(script([() => stop.abort(new ReplyStopped('stopped'))]), task, stop.signal)

    expect(end).toEqual({ kind: 'stopped' })
    expect(texts()).toEqual([expect.stringContaining('Stopped')])
  })
})
