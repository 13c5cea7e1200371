import { describe, expect, it } from 'vitest'
import { CHANNELS } from '../../../fakes/discord/discord-server.ts'
import { DIRECT_CHANNEL, done, openStage, script, until } from './reply-stage.ts'

const never = new AbortController().signal
const POSTS = /^\/channels\/\d+\/messages$/
const EDITS = /^\/channels\/\d+\/messages\/\d+$/

describe('a reply that meets trouble', () => {
  it.concurrent.for(['before', 'after'] as const)(
    'is posted once when the connection broke %s it was',
    async (drop, context) => {
      const { replier, task, texts, server } = await openStage(context)
      server.faults.push({ method: 'POST', path: POSTS, drop })

      const end = await replier.reply(script([done('Once.')]), task, never)

      expect(end).toMatchObject({ kind: 'answered' })
      expect(texts()).toEqual(['Once. [answered]'])
    },
  )

  it.concurrent('waits out a limit, and keeps on answering', async (context) => {
    const { replier, task, texts, server } = await openStage(context)
    server.faults.push({ method: 'PATCH', path: EDITS, status: 429, retryAfter: 0.3 })

    await replier.reply(script(['Half', until(() => texts().length === 1), ' of it', done('Whole.')]), task, never)

    expect(texts()).toEqual(['Whole. [answered]'])
  })

  it.concurrent('is shown when Discord is back', async (context) => {
    const { replier, task, texts, server } = await openStage(context)
    server.faults.push({ path: POSTS, status: 503, times: 4 })

    const end = await replier.reply(script([done('Late.')]), task, never)

    expect(end).toMatchObject({ kind: 'answered' })
    expect(texts()).toEqual(['Late. [answered]'])
  })

  it.concurrent('stands alone where the history may not be read', async (context) => {
    const { replier, task, shown } = await openStage(context, { channel: CHANNELS.noHistory })

    await replier.reply(script([done('Alone.')]), task, never)

    expect(shown()).toMatchObject([{ content: expect.stringContaining('Alone.'), reference: undefined }])
  })

  it.concurrent('stands alone when the question was deleted', async (context) => {
    const { replier, task, texts, server } = await openStage(context)
    server.messagesIn(CHANNELS.general).forEach(server.remove)

    await replier.reply(script([done('Alone.')]), task, never)

    expect(texts()).toEqual(['Alone. [answered]'])
  })

  it.concurrent('stays deleted where a moderator has deleted it', async (context) => {
    const { replier, task, texts, shown, server } = await openStage(context)

    const end = await replier.reply(
      script([
        'Half',
        until(() => texts().length === 1),
        () => shown().forEach(server.remove),
        ` of it ${'word '.repeat(800)}`,
        done(`Whole ${'word '.repeat(800)}`),
      ]),
      task,
      never,
    )

    expect(end).toMatchObject({ kind: 'answered' })
    expect(texts()).toEqual([])
  })

  it.concurrent('opens a thread again that was archived meanwhile', async (context) => {
    const channel = CHANNELS.publicThread
    const { replier, task, texts, server } = await openStage(context, { channel })
    const archive = () => server.changeThread(channel, { isArchived: true })

    await replier.reply(script(['Half', until(() => texts().length === 1), archive, done('Whole.')]), task, never)

    expect(texts()).toEqual(['Whole. [answered]'])
    expect(server.world.channel(channel).thread?.isArchived).toBe(false)
  })

  it.concurrent('is shown without buttons where Discord does not take those', async (context) => {
    const { replier, task, texts, server } = await openStage(context)
    const where = (body: unknown) => JSON.stringify(body).includes('"label"')
    server.faults.push({ path: POSTS, status: 400, code: 50035, where })

    const end = await replier.reply(script([done('Bare.')]), task, never)

    expect(end).toMatchObject({ kind: 'answered' })
    expect(texts()).toEqual([expect.stringMatching(/^Bare\.[^\]]*\[1\] Handbook[^[]*$/)])
  })

  it.concurrent('says that it failed where the words themselves are refused', async (context) => {
    const { replier, task, texts, server } = await openStage(context)
    const where = (body: unknown) => JSON.stringify(body).includes('harmful')
    server.faults.push({ path: /messages/, status: 400, code: 200000, where, times: 99 })

    const end = await replier.reply(
      script(['Half', until(() => texts().length === 1), ' harmful', done('harmful')]),
      task,
      never,
    )

    expect(end).toEqual({ kind: 'failed', code: 'surface-refused' })
    expect(texts().join()).not.toContain('[Stop]')
    expect(texts().at(-1)).toContain('[Try again]')
  })
})

describe('a reply that may not stand where it belongs', () => {
  it.concurrent.for(['en', 'ja'] as const)(
    'tells the asker which permissions are missing, in %s',
    async (locale, context) => {
      const missingPermissions = ['SendMessages', 'ReadMessageHistory']
      const about = { channel: CHANNELS.readOnly, task: { locale }, missingPermissions }
      const { replier, task, texts } = await openStage(context, about)

      const end = await replier.reply(script([done('Unheard.')]), task, never)

      expect(end).toEqual({ kind: 'failed', code: 'surface-refused' })
      expect(texts()).toEqual([])
      expect(texts(DIRECT_CHANNEL)).toHaveLength(1)
      expect(texts(DIRECT_CHANNEL)[0]).toContain(`<#${CHANNELS.readOnly}>`)
      expect(texts(DIRECT_CHANNEL)[0]).toContain(
        locale === 'ja' ? '「メッセージを送信」「メッセージ履歴を読む」' : 'Send Messages, Read Message History',
      )
    },
  )

  it.concurrent('names what is likely missing where nobody knows', async (context) => {
    const { replier, task, texts } = await openStage(context, { channel: CHANNELS.hidden })

    await replier.reply(script([done('Unheard.')]), task, never)

    expect(texts(DIRECT_CHANNEL)[0]).toContain('View Channel')
  })

  it.concurrent('tells nobody when the channel is gone, or the asker takes no messages', async (context) => {
    const { replier, task, texts, server } = await openStage(context)
    server.faults.push({ path: POSTS, status: 404, code: 10003 })

    const end = await replier.reply(script([done('Unheard.')]), task, never)

    expect(end).toEqual({ kind: 'failed', code: 'surface-refused' })
    expect(texts(DIRECT_CHANNEL)).toEqual([])
  })
})
