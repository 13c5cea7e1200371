import { describe, expect, it } from 'vitest'
import { CHANNELS, visibleText } from '../../../fakes/slack/slack-server.ts'
import { done, openStage, pause, script } from './reply-stage.ts'

const never = new AbortController().signal

describe('a reply where Slack does not let Kiku stream', () => {
  it.concurrent.for([
    'unknown_method',
    'not_allowed_token_type',
    'missing_scope',
    'feature_not_enabled',
    'channel_type_not_supported',
  ])('posts and changes instead, and remembers %s', async (error, context) => {
    const { server, replier, task, texts, shown } = await openStage(context)
    server.faults.push({ method: 'chat.startStream', error, times: 9 })
    let early = ''
    const look = () => {
      early = shown().map(visibleText).join('|')
    }

    await replier.reply(
      script(['First words. ', pause(500), look, 'More words.', pause(1300), done('All words.')]),
      task,
      never,
    )
    await replier.reply(
      script(['Other words', pause(400), done('Other.')]),
      { ...task, turnId: `${task.turnId}-2` },
      never,
    )

    expect(early).toContain('First words.')
    expect(early).toContain('[Stop]')
    expect(server.callsOf('chat.startStream')).toHaveLength(1)
    expect(texts()).toHaveLength(2)
    expect(texts()[0]).toContain('All words.')
    expect(texts().join()).not.toContain('[Stop]')
  })

  it.concurrent('streams words alone where Slack does not know the chunks', async (context) => {
    const { server, replier, task, texts } = await openStage(context)
    server.faults.push({ method: 'chat.startStream', error: 'invalid_chunks' })

    await replier.reply(script(['Some words', pause(500), done('Some words.')]), task, never)

    const chunks = server.callsOf('chat.startStream').map((call) => call.arguments.chunks)
    expect(chunks[1]).toEqual([{ type: 'markdown_text', text: 'Some words' }])
    expect(texts()).toHaveLength(1)
  })

  it.concurrent('posts when Slack wants no more streams for a while', async (context) => {
    const { server, replier, task, texts } = await openStage(context)
    server.faults.push({ method: 'chat.startStream', status: 429, retryAfter: 30 })

    await replier.reply(script(['Some words', pause(500), done('All of it.')]), task, never)

    expect(texts()).toHaveLength(1)
    expect(texts()[0]).toContain('All of it.')
    expect(server.callsOf('chat.postMessage')).toHaveLength(1)
    expect(server.callsOf('chat.update')).toHaveLength(0)
  })
})

describe('a reply over a bad line', () => {
  it.concurrent('waits as long as Slack says and sends what has gathered', async (context) => {
    const { server, replier, task, texts } = await openStage(context)
    server.faults.push({ method: 'chat.appendStream', status: 429, retryAfter: 1 })
    let streamed = ''
    const look = () => {
      streamed = texts().join()
    }

    await replier.reply(
      script(['One ', pause(400), 'two ', pause(800), 'three ', pause(1500), look, done('One two three.')]),
      task,
      never,
    )

    expect(streamed).toContain('One two three')
    expect(texts()).toHaveLength(1)
  })

  it.concurrent.for(['before', 'after'] as const)(
    'neither loses nor repeats words when a connection drops %s they were taken',
    async (drop, context) => {
      const { server, replier, task, shown, texts } = await openStage(context)
      server.faults.push({ method: 'chat.appendStream', drop })
      let streamed = ''
      const look = () => {
        streamed = shown().map(visibleText).join(' ')
      }

      await replier.reply(
        script(['One ', pause(400), 'two ', pause(1000), 'three ', pause(1500), look, done('One two three.')]),
        task,
        never,
      )

      expect(streamed.match(/two/g)).toHaveLength(1)
      expect(streamed).toContain('three')
      expect(texts()).toHaveLength(1)
      expect(texts()[0]).toContain('One two three.')
    },
  )

  it.concurrent('finds the stream that was started although nobody heard of it', async (context) => {
    const { server, replier, task, texts, replies, shown } = await openStage(context)
    server.faults.push({ method: 'chat.startStream', drop: 'after' })

    await replier.reply(script(['One ', pause(1500), 'two', pause(1000), done('One two.')]), task, never)

    expect(texts()).toHaveLength(1)
    expect(texts()[0]).toContain('One two.')
    expect((await replies.listByTurn(task.turnId))[0]?.messageId).toBe(shown()[0]?.ts)
    expect(shown()[0]?.streaming).toBe('completed')
  })

  it.concurrent.for(['before', 'after'] as const)(
    'posts a finished answer once when the connection drops %s it stood',
    async (drop, context) => {
      const { server, replier, task, texts } = await openStage(context)
      server.faults.push({ method: 'chat.postMessage', drop })

      const end = await replier.reply(script([done('The answer.')]), task, never)

      expect(end.kind).toBe('answered')
      expect(texts()).toHaveLength(1)
      expect(texts()[0]).toContain('The answer.')
    },
  )

  it.concurrent('goes on trying to show a finished answer while Slack is away', async (context) => {
    const { server, replier, task, texts } = await openStage(context)
    server.faults.push({ method: 'chat.update', status: 503, times: 4 })

    const end = await replier.reply(script(['Words', pause(500), done('The answer.')]), task, never)

    expect(end.kind).toBe('answered')
    expect(texts()).toHaveLength(1)
    expect(texts()[0]).toContain('The answer.')
  })

  it.concurrent('shows the words alone when Slack does not take the blocks', async (context) => {
    const { server, replier, task, texts, log } = await openStage(context)
    server.faults.push({ method: 'chat.postMessage', error: 'invalid_blocks' })

    const end = await replier.reply(script([done('The **answer**.')]), task, never)

    expect(end.kind).toBe('answered')
    expect(texts()).toEqual(['The **answer**.'])
    expect(log.join()).toContain('slack-blocks-refused')
  })
})

describe('a reply that may not be written', () => {
  it.concurrent('tells the asker directly when Kiku is not in the channel', async (context) => {
    const { server, replier, task, log } = await openStage(context)
    server.world.leave('U0KIKU', task.place.channel)

    const end = await replier.reply(script([done('The answer.')]), task, never)

    const direct = server.messagesIn(CHANNELS.aliceDirect).map(visibleText)
    expect(end).toEqual({ kind: 'failed', code: 'surface-refused' })
    expect(direct).toHaveLength(1)
    expect(direct[0]).toContain(`<#${task.place.channel}>`)
    expect(log.join()).toContain('"error":"not_in_channel"')
  })

  it.concurrent.for(['restricted_action', 'restricted_action_read_only_channel'])(
    'tells the asker of %s',
    async (error, context) => {
      const { server, replier, task } = await openStage(context)
      server.faults.push({ method: 'chat.startStream', error })

      await replier.reply(script(['Words', pause(400), done('The answer.')]), task, never)

      expect(server.messagesIn(CHANNELS.aliceDirect)).toHaveLength(1)
      expect(server.repliesIn(task.place.channel, task.place.threadTs)).toEqual([])
    },
  )

  it.concurrent('ends quietly when the channel is archived', async (context) => {
    const { server, replier, task } = await openStage(context)
    server.world.changeChannel(task.place.channel, { isArchived: true })

    const end = await replier.reply(script(['Words', pause(400), done('The answer.')]), task, never)

    expect(end).toEqual({ kind: 'failed', code: 'surface-refused' })
    expect(server.messagesIn(CHANNELS.aliceDirect)).toEqual([])
  })

  it.concurrent('ends quietly when its own message was deleted by somebody', async (context) => {
    const { server, replier, task, shown } = await openStage(context)
    const remove = () => {
      // Nobody acknowledges what the peer tells of it.
      void server.remove({ channel: task.place.channel, ts: shown()[0]?.ts ?? '' })
    }

    const end = await replier.reply(
      script(['Words', pause(500), remove, ' more', pause(900), done('The answer.')]),
      task,
      never,
    )

    expect(end.kind).toBe('failed')
    expect(shown()).toEqual([])
  })

  it.concurrent('says something when Slack refuses the answer for a reason that is not known', async (context) => {
    const { server, replier, task, texts } = await openStage(context)
    server.faults.push({ method: 'chat.postMessage', error: 'a_new_kind_of_error' })

    const end = await replier.reply(script([done('The answer.')]), task, never)

    expect(end.kind).toBe('failed')
    expect(texts()).toHaveLength(1)
  })
})
