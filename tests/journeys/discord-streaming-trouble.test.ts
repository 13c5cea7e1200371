import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { BOT_USER, CHANNELS, type DiscordMessage, PEOPLE, visibleText } from '../fakes/discord/discord-server.ts'
import type { Fault } from '../fakes/discord/rest/faults.ts'
import {
  carelessWrites,
  createDiscordTalk,
  createPacedModel,
  type DiscordTalk,
  SIDE_BY_SIDE,
} from '../fakes/discord-talk.ts'
import { type DiscordJourney, startDiscordJourney } from '../fakes/journey-discord.ts'

const { alice, yuki } = PEOPLE
const { general, japanese } = CHANNELS
const PIECES = ['The company pays ', 'up to 140 euros ', 'per night for a hotel [1].'] as const
const ANSWER = PIECES.join('')
const CARRY = ['使わなかった有給休暇は', '翌年度に限り', '繰り越せます[1]。'] as const

describe('trouble while an answer is written in Discord', () => {
  let scene: DiscordJourney
  let talk: DiscordTalk
  const model = createPacedModel()
  beforeAll(async () => {
    scene = await startDiscordJourney({ model: { script: model.script, numParallel: 32 }, environment: SIDE_BY_SIDE })
    talk = createDiscordTalk(scene)
    await scene.discord.waitFor(() => scene.discord.commands().length > 0, 'the commands')
  })
  afterEach(() => {
    expect(scene.discord.pings).toEqual([])
    expect(carelessWrites(scene.discord)).toEqual([])
  })
  afterAll(() => scene.end())

  let count = 0
  /** A thread of its own for every case, so that faults meet only its calls. */
  const openRoom = () => {
    count += 1
    return {
      channel: scene.discord.openThread({ user: alice, channel: general, name: `room ${count}` }).id,
      word: `Bergen-${count}.`,
    }
  }
  const isComplete = (message: DiscordMessage) => visibleText(message).includes('👍')
  const expectOne = (channel: string) => {
    const replies = scene.discord.repliesIn(channel).filter((one) => visibleText(one) !== '')
    expect(replies.map((one) => visibleText(one).split('\n')[0])).toEqual([ANSWER])
    expect(visibleText(replies[0] as DiscordMessage)).not.toContain('[Stop]')
  }
  /** Has a question answered in two steps while something goes wrong. */
  const answerThrough = async (faults: readonly Fault[], { channel, word }: ReturnType<typeof openRoom>) => {
    const { discord } = scene
    discord.faults.push(...faults)
    const answer = model.write(word, PIECES)
    discord.say({ user: alice, channel, text: `<@${BOT_USER}> What does the company pay for a hotel? ${word}` })
    // A first post that fails for good is made up for at the end.
    const isUnderWay = () =>
      talk.textsIn(channel).includes('The company pays') || !discord.faults.some((one) => faults.includes(one))
    await discord.waitFor(isUnderWay, 'the first words')
    answer.letOn()
    await talk.answerIn(channel)
    await discord.waitFor(
      () => discord.repliesIn(channel).every((one) => visibleText(one) === '' || isComplete(one)),
      'the end',
    )
    await discord.waitFor(
      () => !discord.faults.some(({ path }) => path.test(`/channels/${channel}/messages/1`)),
      'all troubles',
    )
    await discord.idle({ quietMs: 20, evenLoading: true })
    expectOne(channel)
  }

  const troubles: readonly Partial<Fault>[] = [
    { status: 429, retryAfter: 0.4 },
    { status: 429, retryAfter: 0.4, scope: 'shared' },
    { status: 500 },
    { status: 503, times: 3 },
    { status: 502, garbage: true },
    { garbage: true },
    { drop: 'before' },
    { drop: 'after' },
    { drop: 'after', times: 3 },
  ]
  const cases = (['POST', 'PATCH'] as const).flatMap((method) => troubles.map((trouble) => [method, trouble] as const))

  it('is got over: the answer stands whole and once, whatever happens to its posts and edits', async () => {
    await Promise.all(
      cases.map(([method, trouble]) => {
        const room = openRoom()
        const path = new RegExp(`^/channels/${room.channel}/messages`)
        return answerThrough([{ method, path, ...trouble }], room)
      }),
    )
  })

  it('is waited out where Discord asks all of Kiku for patience', async () => {
    const { discord } = scene
    const room = openRoom()
    const path = new RegExp(`^/channels/${room.channel}/messages`)
    await answerThrough([{ method: 'POST', path, status: 429, scope: 'global', retryAfter: 0.5 }], room)

    const { at = Number.NaN } =
      discord.calls.find(({ status, path: called }) => status === 429 && path.test(called)) ?? {}
    const meanwhile = discord.calls.filter((call) => call.hasToken && call.at > at && call.at < at + 500)
    expect(meanwhile).toEqual([])
  })

  it('is got over with a command, for all and for one alone', async () => {
    const { discord } = scene
    const each: readonly (readonly [Fault['method'], Partial<Fault>])[] = [
      ['PATCH', { status: 429, retryAfter: 0.4 }],
      ['PATCH', { status: 500, times: 2 }],
      ['PATCH', { drop: 'after' }],
      ['PATCH', { drop: 'before' }],
    ]
    const asked = each.flatMap(([method, trouble]) =>
      (['no', 'yes'] as const).map(async (isPrivate) => {
        const { word } = openRoom()
        const answer = model.write(word, CARRY)
        const options = { question: `有給休暇は翌年度に繰り越せますか？ ${word}`, private: isPrivate }
        const interaction = await discord.slash({ user: yuki, channel: japanese, name: 'ask', options })
        const path = new RegExp(`^/webhooks/\\d+/${interaction.token}`)
        discord.faults.push({ ...(method === undefined ? {} : { method }), path, ...trouble })
        answer.letOn()
        await discord.waitFor(() => interaction.original !== undefined && isComplete(interaction.original), 'the end')
        return { interaction, isPrivate }
      }),
    )

    for (const { interaction, isPrivate } of await Promise.all(asked)) {
      const text = interaction.original === undefined ? '' : visibleText(interaction.original)
      expect(text.match(/翌年度に限り繰り越せます/g)).toHaveLength(1)
      expect(interaction.original?.onlyFor).toBe(isPrivate === 'yes' ? yuki : undefined)
      expect(interaction.followUps.filter((one) => visibleText(one).includes('翌年度に限り'))).toEqual([])
    }
    expect(discord.faults).toEqual([])
  })

  it('when a thread is opened is got over: the answer stands in it, or below the question', async () => {
    const { discord } = scene
    const troubles: readonly Partial<Fault>[] = [
      { status: 429, retryAfter: 0.3 },
      { drop: 'before' },
      { drop: 'after' },
      { status: 500 },
    ]
    for (const [at, trouble] of troubles.entries()) {
      const word = `Turku-${at}.`
      model.write(word, PIECES).letOn()
      discord.faults.push({ method: 'POST', path: /\/threads$/, ...trouble })
      const text = `What does the company pay for a hotel? ${word}`
      const { said, channel } = await talk.ask({ user: alice, channel: general, text })
      await discord.waitFor(
        () =>
          [said.id, general]
            .flatMap((one) => discord.repliesIn(one))
            .every((one) => visibleText(one) === '' || isComplete(one)),
        'the end',
      )
      const answers = [...discord.repliesIn(said.id), ...discord.repliesIn(general)].filter(
        (one) => one.channelId === said.id || one.reference?.messageId === said.id,
      )
      expect(answers.filter((one) => visibleText(one) !== '')).toHaveLength(1)
      expect([said.id, general]).toContain(channel)
    }
  })
})
