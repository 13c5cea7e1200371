import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BOT_USER, CHANNELS, PEOPLE, type Said } from '../fakes/slack/slack-server.ts'
import { findFlaws, isComplete, type SlackService, startSlackService } from '../fakes/slack-service.ts'

describe('a service that is ended with SIGTERM in the middle of answers', () => {
  let service: SlackService
  const asked: Said[] = []
  beforeAll(async () => {
    service = await startSlackService({ environment: { KIKU_LIMITS_CONCURRENT_ANSWERS: '2' } })
    await service.start()
  })
  afterAll(() => service.end())

  it('lets what is nearly done end, leaves no stream open, and goes', async () => {
    const { slack } = service
    // Two are being written, one of them for ever; two wait for their turn.
    for (const channel of [CHANNELS.general, CHANNELS.private, CHANNELS.japanese, CHANNELS.guests]) {
      const word = `model${asked.length}x`
      service.hold(word, asked.length === 1 ? Number.POSITIVE_INFINITY : 6)
      const text = `<@${BOT_USER}> How long is the warranty on the compressor ${word}?`
      asked.push(await slack.say({ user: PEOPLE.alice, channel, text }))
    }
    await slack.waitFor(() => slack.callsOf('chat.startStream').length >= 2, 'two streams')

    const end = await service.kill('SIGTERM')

    expect(end).toEqual({ code: 0, signal: null })
    const [, nearlyDone] = asked
    expect(nearlyDone && flawsOf(nearlyDone)).toEqual([])
    const standing = asked.flatMap(({ channel, ts }) => slack.repliesIn(channel, ts))
    expect(standing.filter(({ streaming }) => streaming === 'in_progress')).toEqual([])
    expect(service.output()).not.toMatch(/Error|\bat .*:\d+:\d+/)
  })

  it('answers the rest when it is started again, everything once', async () => {
    const { slack } = service
    await service.start()

    const isAnswered = ({ channel, ts }: Said) => slack.repliesIn(channel, ts).some(isComplete)
    await slack.waitFor(() => asked.every(isAnswered), 'an answer to everything')
    await slack.idle({ quietMs: 300 })

    expect(asked.flatMap(flawsOf)).toEqual([])
  })

  function flawsOf({ channel, ts, message }: Said): readonly string[] {
    return findFlaws(service.slack.repliesIn(channel, ts)).map((flaw) => `${message.text}: ${flaw}`)
  }
})
