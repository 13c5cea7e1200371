import { describe, expect, it } from 'vitest'
import { CHANNELS } from '../../../fakes/discord/discord-server.ts'
import { done, openStage, script, until } from './reply-stage.ts'

const never = new AbortController().signal
const searching = { kind: 'status', stage: 'gather' } as const

describe('a reply in a channel', () => {
  it.concurrent('replies to the question with the whole answer', async (context) => {
    const { replier, task, shown, texts, replies, server } = await openStage(context)

    const end = await replier.reply(script([done('Run `npm start` [1].')]), task, never)

    expect(end).toMatchObject({ kind: 'answered' })
    expect(texts()).toEqual(['Run `npm start` [1]. [answered]'])
    expect(shown()[0]?.reference).toMatchObject({ kind: 'reply', messageId: task.id })
    expect(await replies.listByTurn(task.turnId)).toMatchObject([
      { surface: 'discord', workspace: task.place.guild, channel: CHANNELS.general, messageId: shown()[0]?.id },
    ])
    const post = server.callsOf('POST /channels/:channel/messages')[0]
    expect(post?.body).toMatchObject({
      enforce_nonce: true,
      flags: 4,
      allowed_mentions: { parse: [], replied_user: false },
    })
    expect(String(Object(post?.body).nonce).length).toBeLessThanOrEqual(25)
  })

  it.concurrent('types at once and as long as it thinks', async (context) => {
    const { replier, task, server, advance } = await openStage(context)
    const typings = () => server.typings.length

    await replier.showStatus(task, { kind: 'thinking' }, never)
    const first = typings()
    await replier.reply(
      script([searching, () => advance(8_000), searching, until(() => typings() === 2), done('Yes.')]),
      task,
      never,
    )

    expect(first).toBe(1)
  })

  it.concurrent('types again for the next one once its own post has ended that', async (context) => {
    const { replier, task, server } = await openStage(context)

    await replier.showStatus(task, { kind: 'thinking' }, never)
    await replier.reply(script([done('Yes.')]), task, never)
    await replier.showStatus({ ...task, id: 'next' }, { kind: 'thinking' }, never)

    expect(server.typings).toHaveLength(2)
  })

  it.concurrent('shows words as they come, with a button to stop them', async (context) => {
    const { replier, task, texts, shown, advance } = await openStage(context)

    const end = await replier.reply(
      script([
        'Half ',
        until(() => texts()[0] === 'Half [Stop]'),
        () => advance(2_000),
        'of it',
        until(() => texts()[0] === 'Half of it [Stop]'),
        done('Half of it, checked.'),
      ]),
      task,
      never,
    )

    expect(end).toMatchObject({ kind: 'answered' })
    expect(texts()).toEqual(['Half of it, checked. [answered]'])
    expect(shown()[0]?.versions.map(({ content }) => content)).toEqual([
      'Half',
      'Half of it',
      expect.stringMatching(/^Half of it, checked\./),
    ])
  })

  it.concurrent('says what it does when that takes a while', async (context) => {
    const { replier, task, texts, advance } = await openStage(context)

    await replier.reply(
      script([
        searching,
        () => advance(2_500),
        searching,
        until(() => texts()[0] === 'Searching … [Stop]'),
        () => advance(2_000),
        { kind: 'status', stage: 'queued', position: 3 },
        until(() => texts()[0] === 'Kiku is busy: you are 3rd in line … [Stop]'),
        () => advance(2_000),
        'Words',
        until(() => texts()[0] === 'Words [Stop]'),
        done('Words.'),
      ]),
      task,
      never,
    )

    expect(texts()).toEqual(['Words. [answered]'])
  })

  it.concurrent('says so in Japanese', async (context) => {
    const { replier, task, texts, advance } = await openStage(context, { task: { locale: 'ja' } })

    await replier.reply(
      script([
        { kind: 'status', stage: 'queued', position: 2 },
        () => advance(2_500),
        { kind: 'status', stage: 'queued', position: 2 },
        until(() => texts()[0] === 'Kikuの順番待ち: 2番目です… [停止]'),
        done('はい。'),
      ]),
      task,
      never,
    )

    expect(texts()).toEqual(['はい。 [answered]'])
  })

  it.concurrent('goes on in further messages where one is full', async (context) => {
    const { replier, task, texts, shown, advance } = await openStage(context)
    const paragraph = `${'これは長い回答です。'.repeat(150)}\n\n`

    await replier.reply(
      script([
        paragraph,
        until(() => texts().length === 1),
        () => advance(2_000),
        paragraph,
        until(() => texts().length === 2),
        done(paragraph + paragraph + paragraph),
      ]),
      task,
      never,
    )

    expect(texts()).toHaveLength(3)
    expect(texts().map((text) => text.includes('['))).toEqual([false, false, true])
    expect(shown().every(({ content }) => content.length <= 2000)).toBe(true)
    expect(shown().map(({ reference }) => reference?.messageId)).toEqual([task.id, undefined, undefined])
    expect(new Set(shown().map(({ nonce }) => nonce)).size).toBe(3)
  })

  it.concurrent('takes messages away that the checked answer does not need', async (context) => {
    const { replier, task, texts } = await openStage(context)
    const long = `${'word '.repeat(500)}\n\n`

    await replier.reply(script([long, until(() => texts().length === 2), done('Short.')]), task, never)

    expect(texts()).toEqual(['Short. [answered]'])
  })

  it.concurrent('has never more than one edit under way, each with all that has gathered', async (context) => {
    const { replier, task, texts, shown, server } = await openStage(context)
    server.faults.push({ method: 'PATCH', path: /messages/, delayMs: 80, times: 3 })
    const words = Array.from({ length: 20 }, (_, index) => ` ${index}`)

    await replier.reply(
      script([
        'a',
        until(() => texts().length === 1),
        ...words,
        until(() => texts()[0]?.includes('19') === true),
        done('z'),
      ]),
      task,
      never,
    )

    const versions = shown()[0]?.versions.map(({ content }) => content.length) ?? []
    expect(server.callsOf('PATCH /channels/:channel/messages/:message').length).toBeLessThanOrEqual(4)
    expect(versions.slice(0, -1)).toEqual(versions.slice(0, -1).sort((a, b) => a - b))
    expect(texts()).toEqual(['z [answered]'])
  })
})
