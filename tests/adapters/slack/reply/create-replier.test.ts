import { describe, expect, it } from 'vitest'
import type { AnswerEvent } from '../../../../src/domain/answer.ts'
import { CHANNELS, PEOPLE, visibleText } from '../../../fakes/slack/slack-server.ts'
import { decided, done, openStage, pause, script } from './reply-stage.ts'

const never = new AbortController().signal

describe('createReplier', () => {
  it.concurrent('streams the words and then shows the checked answer in the same message', async (context) => {
    const { server, replier, task, shown, texts } = await openStage(context)
    let streamed = ''
    const look = () => {
      streamed = shown().map(visibleText).join('|')
    }
    const events = script([
      decided(['knowledge']),
      'Run ',
      'npm ',
      pause(400),
      'start, maybe.',
      pause(800),
      look,
      done('Run it [1].'),
    ])

    const end = await replier.reply(events, task, never)

    expect(end.kind).toBe('answered')
    expect(streamed).toContain('searched knowledge')
    expect(streamed).toContain('[Stop]')
    expect(streamed).toContain('Run npm start, maybe.')
    expect(shown()).toHaveLength(1)
    expect(texts()[0]).toContain('Run it [1].')
    expect(texts()[0]).not.toContain('[Stop]')
    expect(shown()[0]?.streaming).toBe('completed')
    expect(server.statusOf(task.place.channel, task.place.threadTs)).toBe('')
  })

  it.concurrent('tells Slack for whom it streams in a channel, and not in a direct message', async (context) => {
    const first = await openStage(context)
    await first.replier.reply(script(['Hello there', pause(400), done('Hello')]), first.task, never)
    const [inChannel] = first.server.callsOf('chat.startStream')
    const second = await openStage(context, { channel: CHANNELS.aliceDirect })
    await second.replier.reply(script(['Hello there', pause(400), done('Hello')]), second.task, never)
    const [inDirect] = second.server.callsOf('chat.startStream')

    expect(inChannel?.arguments).toMatchObject({ recipient_user_id: PEOPLE.alice, recipient_team_id: 'T0HOME' })
    expect(inDirect?.arguments).not.toHaveProperty('recipient_user_id')
    expect(inDirect?.arguments).not.toHaveProperty('recipient_team_id')
    expect(second.texts()[0]).toContain('Hello')
  })

  it.concurrent('posts an answer that is complete before any word was shown, without a stream', async (context) => {
    const { server, replier, task, texts } = await openStage(context)

    await replier.reply(script([decided(['direct']), 'Hi', done('Hi there')]), task, never)

    expect(texts()).toHaveLength(1)
    expect(texts()[0]).toContain('Hi there')
    expect(server.callsOf('chat.startStream')).toHaveLength(0)
    expect(server.callsOf('chat.postMessage')[0]?.arguments).toMatchObject({
      unfurl_links: 'false',
      unfurl_media: 'false',
      parse: 'none',
      link_names: 'false',
    })
  })

  it.concurrent('never appends twice at the same time, however the words come', async (context) => {
    const { server, replier, task, texts } = await openStage(context)
    for (let n = 0; n < 4; n += 1) server.faults.push({ method: 'chat.appendStream', delayMs: 300 })
    const words = Array.from({ length: 40 }, (_, n) => [`word${n} `, pause(50)]).flat()

    await replier.reply(script([...words, done('All the words.')]), task, never)

    expect(server.callsOf('chat.startStream')).toHaveLength(1)
    expect(server.callsOf('chat.appendStream').length).toBeLessThanOrEqual(4)
    expect(texts()).toHaveLength(1)
  })

  it.concurrent('records each message as soon as it stands', async (context) => {
    const { replier, task, shown, replies } = await openStage(context)
    let recorded = 0
    const look = async () => {
      recorded = (await replies.listByTurn(task.turnId)).length
    }

    await replier.reply(script(['Some words', pause(500), look, done('Some words.')]), task, never)

    expect(recorded).toBe(1)
    expect((await replies.listByTurn(task.turnId)).map(({ messageId }) => messageId)).toEqual(
      shown().map(({ ts }) => ts),
    )
  })

  it.concurrent('lets the answerer end only when the answer stands', async (context) => {
    const { server, replier, task } = await openStage(context)
    let callsAtEnd: readonly string[] = []
    async function* events(): AsyncGenerator<AnswerEvent> {
      yield done('Finished')
      callsAtEnd = server.calls.map(({ method }) => method)
    }

    await replier.reply(events(), task, never)

    expect(callsAtEnd).toContain('chat.postMessage')
  })

  it.concurrent('shows the place in the queue, and that Kiku is at work', async (context) => {
    const { server, replier, task } = await openStage(context)
    const queued: AnswerEvent = { kind: 'status', stage: 'queued', position: 3 }
    const searching: AnswerEvent = { kind: 'status', stage: 'gather' }

    await replier.reply(script([queued, pause(1100), searching, pause(2000), done('Found')]), task, never)

    const said = server.statuses.map(({ status, loadingMessages }) => `${status} ${loadingMessages.join()}`)
    expect(said.some((status) => status.includes('3rd in line'))).toBe(true)
    expect(said.some((status) => status.includes('Searching'))).toBe(true)
    expect(server.statusOf(task.place.channel, task.place.threadTs)).toBe('')
  })

  it.concurrent("speaks the asker's language", async (context) => {
    const { server, replier, task, texts } = await openStage(context, {
      channel: CHANNELS.japanese,
      task: { locale: 'ja' },
    })
    await replier.showStatus(task, { kind: 'waiting', position: 2 }, never)
    const error = { kind: 'status', stage: 'answer' } as const

    await replier.reply(
      script([error, decided(['history']), 'これは', pause(500), 'お試しです。', done('これは答えです [1]。')]),
      task,
      never,
    )

    expect(server.statuses[0]?.status).toContain('2番目')
    expect(server.callsOf('chat.startStream')[0]?.arguments.chunks).toMatchObject([
      { title: expect.stringContaining('過去の会話') },
      {},
      {},
    ])
    expect(texts()[0]).toContain('これは答えです [1]。')
  })

  it.concurrent('pings nobody, whatever the model or the sources say', async (context) => {
    const { server, replier, task } = await openStage(context)
    const hostile = 'Look <!channel>, <@U0BOB> and @here: <!subteam^S1|team>'

    await replier.reply(
      script([hostile.slice(0, 9), pause(400), hostile.slice(9), pause(900), done(hostile)]),
      task,
      never,
    )

    expect(server.pings).toEqual([])
  })

  it.concurrent('writes no word of an answer into the log', async (context) => {
    const { server, replier, task, log } = await openStage(context)
    server.faults.push(
      { method: 'chat.appendStream', drop: 'after' },
      { method: 'chat.update', error: 'invalid_blocks' },
    )

    await replier.reply(
      script(['秘密の言葉 ', pause(400), 'confidential', pause(900), done('秘密 confidential')]),
      task,
      never,
    )

    expect(log.length).toBeGreaterThan(0)
    expect(log.join('\n')).not.toMatch(/秘密|confidential|xoxb/)
  })

  it.concurrent('does nothing for a message that was answered before', async (context) => {
    const { server, replier, task, texts } = await openStage(context)

    const end = await replier.reply(script([]), task, never)

    expect(end).toEqual({ kind: 'nothing' })
    expect(texts()).toEqual([])
    expect(server.statusOf(task.place.channel, task.place.threadTs)).toBe('')
  })
})
