import { describe, expect, it } from 'vitest'
import { ReplyStopped } from '../../../../src/adapters/common/chat/reply-end.ts'
import type { AnswerEvent } from '../../../../src/domain/answer.ts'
import { KikuError } from '../../../../src/domain/errors.ts'
import { Interruption } from '../../../../src/domain/interruption.ts'
import { done, openStage, pause, script } from './reply-stage.ts'

const never = new AbortController().signal

const busy: AnswerEvent = {
  kind: 'failed',
  error: new KikuError('model-busy', 'The model is busy.', { retryable: true, remedy: 'Try again in a minute.' }),
}

describe('a reply that fails', () => {
  it.concurrent('says why and what to do, with a button to try again', async (context) => {
    const { server, replier, task, texts } = await openStage(context)

    const end = await replier.reply(script([busy]), task, never)

    expect(end).toEqual({ kind: 'failed', code: 'model-busy' })
    expect(texts()).toHaveLength(1)
    expect(texts()[0]).toContain('Try again in a minute.')
    expect(texts()[0]).toContain('[Try again]')
    expect(server.statusOf(task.place.channel, task.place.threadTs)).toBe('')
  })

  it.concurrent('keeps what was shown and says it below', async (context) => {
    const { replier, task, texts, shown } = await openStage(context)

    await replier.reply(script(['Half of the', pause(500), busy]), task, never)

    expect(texts()).toHaveLength(1)
    expect(texts()[0]).toMatch(/Half of the[\s\S]*The model is busy/)
    expect(texts()[0]).not.toContain('[Stop]')
    expect(shown()[0]?.streaming).toBe('completed')
  })

  it.concurrent('says so when the answer breaks off without a last event', async (context) => {
    const { replier, task, texts } = await openStage(context)

    const end = await replier.reply(script(['Half', pause(500)]), task, never)

    expect(end).toEqual({ kind: 'failed', code: 'internal' })
    expect(texts()).toHaveLength(1)
  })
})

describe('a reply that is not wanted any more', () => {
  it.concurrent('keeps what was shown when it is stopped', async (context) => {
    const { replier, task, texts, shown } = await openStage(context)
    const stop = new AbortController()

    const end = await replier.reply(
      script([
        'Half of the answer',
        pause(500),
        () => stop.abort(new ReplyStopped('stopped')),
        'unseen',
        done('Whole'),
      ]),
      task,
      stop.signal,
    )

    expect(end).toEqual({ kind: 'stopped' })
    expect(texts()).toHaveLength(1)
    expect(texts()[0]).toMatch(/Half of the answer[\s\S]*Stopped/)
    expect(texts()[0]).toContain('[Try again]')
    expect(texts()[0]).not.toContain('[Stop]')
    expect(shown()[0]?.streaming).toBe('completed')
  })

  it.concurrent.for(['edited', 'deleted'] as const)('disappears when its question was %s', async (why, context) => {
    const { server, replier, task, texts } = await openStage(context)
    const stop = new AbortController()

    const end = await replier.reply(
      script(['Half of the answer', pause(500), () => stop.abort(new ReplyStopped(why)), pause(50)]),
      task,
      stop.signal,
    )

    expect(end).toEqual({ kind: 'stopped' })
    expect(texts()).toEqual([])
    expect(server.statusOf(task.place.channel, task.place.threadTs)).toBe('')
  })

  it.concurrent('does not wait for an answerer that does not listen', async (context) => {
    const { replier, task, texts } = await openStage(context)
    const stop = new AbortController()
    setTimeout(() => stop.abort(new ReplyStopped('deleted')), 600)
    async function* events(): AsyncGenerator<AnswerEvent> {
      yield { kind: 'token', text: 'Half' }
      await new Promise((resolve) => setTimeout(resolve, 1500))
    }

    const end = await replier.reply(events(), task, stop.signal)

    expect(end).toEqual({ kind: 'stopped' })
    expect(texts()).toEqual([])
  })

  it.concurrent("ends when the reader uses Slack's own button", async (context) => {
    const { server, replier, task, texts } = await openStage(context)
    let isReleased = false
    server.faults.push({ method: 'chat.appendStream', error: 'stopped_by_user' })
    async function* events(): AsyncGenerator<AnswerEvent> {
      try {
        yield* script(['One ', pause(500), 'two ', pause(900), 'three', pause(500), done('Whole')])
      } finally {
        isReleased = true
      }
    }

    const end = await replier.reply(events(), task, never)

    expect(end).toEqual({ kind: 'stopped' })
    expect(texts()[0]).toContain('Stopped')
    expect(isReleased).toBe(true)
  })

  it.concurrent('shows the answer that was complete when the stop came', async (context) => {
    const { server, replier, task, texts } = await openStage(context)
    const stop = new AbortController()
    server.faults.push({ method: 'chat.postMessage', delayMs: 300 })
    setTimeout(() => stop.abort(new ReplyStopped('stopped')), 150)

    const end = await replier.reply(script([done('The whole answer.')]), task, stop.signal)

    expect(end.kind).toBe('answered')
    expect(texts()[0]).toContain('The whole answer.')
  })

  it.concurrent('takes back the answer when its question is deleted while it is shown', async (context) => {
    const { server, replier, task, texts } = await openStage(context)
    const stop = new AbortController()
    server.faults.push({ method: 'chat.postMessage', delayMs: 300 })
    setTimeout(() => stop.abort(new ReplyStopped('deleted')), 150)

    const end = await replier.reply(script([done('The whole answer.')]), task, stop.signal)

    expect(end).toEqual({ kind: 'stopped' })
    expect(texts()).toEqual([])
  })
})

describe('a reply that the end of the process interrupts', () => {
  it.concurrent('leaves no stream open, and does not count as answered', async (context) => {
    const { replier, task, shown } = await openStage(context)
    const stop = new AbortController()
    const reason = new Interruption()
    let wentOn = false
    async function* events(): AsyncGenerator<AnswerEvent> {
      yield { kind: 'token', text: 'Half of the answer' }
      await pause(500)()
      stop.abort(reason)
      yield { kind: 'token', text: 'unseen' }
      wentOn = true
    }

    const replying = replier.reply(events(), task, stop.signal)

    await expect(replying).rejects.toBe(reason)
    expect(shown().map(({ streaming }) => streaming)).toEqual(['completed'])
    expect(wentOn).toBe(false)
  })

  it.concurrent('is taken up by the next process in the same message', async (context) => {
    const { server, replier, task, texts, shown, replies } = await openStage(context)
    const stop = new AbortController()
    server.faults.push({ method: 'chat.stopStream', drop: 'before', times: 2 })
    const first = replier.reply(
      script(['Half', pause(500), () => stop.abort(new Interruption()), pause(3000)]),
      task,
      stop.signal,
    )
    await first.catch(() => {})
    const before = shown().map(({ ts, streaming }) => `${ts} ${streaming}`)

    const end = await replier.reply(
      script(['Now ', pause(1500), done('The whole answer.')]),
      { ...task, isResumed: true },
      never,
    )

    expect(before).toHaveLength(1)
    expect(before[0]).toContain('in_progress')
    expect(end.kind).toBe('answered')
    expect(shown()).toHaveLength(1)
    expect(`${shown()[0]?.ts} in_progress`).toBe(before[0])
    expect(texts()[0]).toContain('The whole answer.')
    expect(await replies.listByTurn(task.turnId)).toHaveLength(1)
  })

  it.concurrent('takes up a message that the killed process did not live to record', async (context) => {
    const { server, replier, task, texts, replies } = await openStage(context)
    const { channel, threadTs } = task.place
    const body = {
      channel,
      thread_ts: threadTs,
      markdown_text: 'Half',
      recipient_user_id: 'U0ALICE',
      recipient_team_id: 'T0HOME',
    }
    await fetch(`${server.apiUrl}chat.startStream`, {
      method: 'POST',
      headers: { authorization: `Bearer ${server.botToken}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })

    await replier.reply(script([done('The whole answer.')]), { ...task, isResumed: true }, never)

    expect(texts()).toHaveLength(1)
    expect(texts()[0]).toContain('The whole answer.')
    expect(await replies.listByTurn(task.turnId)).toHaveLength(1)
  })

  it.concurrent('leaves messages of other replies in the thread alone', async (context) => {
    const { replier, task, texts } = await openStage(context)
    await replier.reply(script([done('An earlier answer.')]), { ...task, turnId: `${task.turnId}9` }, never)

    await replier.reply(script([done('The answer.')]), { ...task, isResumed: true }, never)

    expect(texts()).toHaveLength(2)
    expect(texts()[0]).toContain('An earlier answer.')
    expect(texts()[1]).toContain('The answer.')
  })
})
