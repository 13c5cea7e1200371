import { describe, expect, it } from 'vitest'
import { ReplyStopped } from '../../../../src/adapters/common/chat/reply-end.ts'
import type { AnswerEvent } from '../../../../src/domain/answer.ts'
import { KikuError } from '../../../../src/domain/errors.ts'
import { Interruption } from '../../../../src/domain/interruption.ts'
import { done, openStage, script, until } from './reply-stage.ts'

const never = new AbortController().signal
const busy: AnswerEvent = {
  kind: 'failed',
  error: new KikuError('model-busy', 'The model is busy.', { retryable: true }),
}

describe('a reply that fails', () => {
  it.concurrent.for(['channel', {}] as const)('says so, with a button to try again: %j', async (target, context) => {
    const { replier, task, texts } = await openStage(context, { target })

    const end = await replier.reply(script([busy]), task, never)

    expect(end).toEqual({ kind: 'failed', code: 'model-busy' })
    expect(texts()).toEqual([expect.stringContaining('[Try again]')])
  })

  it.concurrent('keeps what was shown, without a button to stop it', async (context) => {
    const { replier, task, texts } = await openStage(context)

    await replier.reply(script(['Half', until(() => texts().length === 1), busy]), task, never)

    expect(texts()[0]).toBe('Half')
    expect(texts()[1]).toContain('[Try again]')
  })

  it.concurrent('says so when the answer breaks off without a last event', async (context) => {
    const { replier, task, texts } = await openStage(context)

    const end = await replier.reply(script(['Half', until(() => texts().length === 1)]), task, never)

    expect(end).toEqual({ kind: 'failed', code: 'internal' })
    expect(texts().join()).not.toContain('[Stop]')
  })
})

describe('a reply that is not wanted any more', () => {
  it.concurrent('keeps what was shown when it is stopped', async (context) => {
    const { replier, task, texts } = await openStage(context)
    const stop = new AbortController()

    const end = await replier.reply(
      script([
        'Half of it',
        until(() => texts().length === 1),
        () => stop.abort(new ReplyStopped('stopped')),
        until(() => texts().join().includes('Stopped')),
        'unseen',
        done('Whole'),
      ]),
      task,
      stop.signal,
    )

    expect(end).toEqual({ kind: 'stopped' })
    expect(texts().join('\n')).toMatch(/^Half of it[\s\S]*Stopped/)
    expect(texts().join()).not.toMatch(/\[Stop\]|unseen/)
  })

  it.concurrent.for([
    ['edited', 'channel'],
    ['deleted', 'channel'],
    ['deleted', {}],
    ['deleted', { isEphemeral: true }],
  ] as const)('disappears when its question was %s: %j', async ([why, target], context) => {
    const { replier, task, texts, shown } = await openStage(context, { target })
    const stop = new AbortController()

    const end = await replier.reply(
      script(['Half', until(() => texts()[0]?.startsWith('Half') === true), () => stop.abort(new ReplyStopped(why))]),
      task,
      stop.signal,
    )

    expect(end).toEqual({ kind: 'stopped' })
    expect(shown()).toEqual([])
  })

  it.concurrent('disappears when it was complete before its question was deleted', async (context) => {
    const { replier, task, shown, server } = await openStage(context)
    const stop = new AbortController()
    server.faults.push({ method: 'POST', path: /messages/, delayMs: 60 })

    const reply = replier.reply(script([done('Whole')]), task, stop.signal)
    setTimeout(() => stop.abort(new ReplyStopped('deleted')), 30)

    expect(await reply).toEqual({ kind: 'stopped' })
    expect(shown()).toEqual([])
  })

  it.concurrent('stays as it is when the process ends, for the next one to take up', async (context) => {
    const { replier, task, texts } = await openStage(context)
    const stop = new AbortController()

    const reply = replier.reply(
      script(['Half', until(() => texts().length === 1), () => stop.abort(new Interruption())]),
      task,
      stop.signal,
    )

    await expect(reply).rejects.toBeInstanceOf(Interruption)
    expect(texts()).toEqual(['Half'])
  })
})

describe('a reply without an answer', () => {
  it.concurrent('takes back what it said while it looked', async (context) => {
    const { replier, task, texts, advance } = await openStage(context)
    const waiting = { kind: 'status', stage: 'queued', position: 1 } as const
    let ended = false
    async function* nothing(): AsyncGenerator<AnswerEvent> {
      await until(() => ended)()
      if (!ended) yield waiting
    }

    const reply = replier.reply(nothing(), task, never)
    advance(2_500)
    await until(() => texts().length === 1)()
    ended = true

    expect(await reply).toEqual({ kind: 'nothing' })
    expect(texts()).toEqual([])
  })
})
