import { ButtonStyle, ComponentType } from 'discord.js'
import { describe, expect, it } from 'vitest'
import { ReplyStopped } from '../../../../src/adapters/common/chat/reply-end.ts'
import type { AnswerEvent } from '../../../../src/domain/answer.ts'
import { Interruption } from '../../../../src/domain/interruption.ts'
import { done, openStage, type ReplyStage, script, until } from './reply-stage.ts'

const never = new AbortController().signal
const LONG = `${'word '.repeat(500)}`

const row = (label: string, custom_id: string) => ({
  type: ComponentType.ActionRow as const,
  components: [{ type: ComponentType.Button as const, style: ButtonStyle.Secondary as const, label, custom_id }],
})

/** Begins a reply, and ends the process when something of it stands. */
async function interrupt({ replier, task, texts }: ReplyStage, words: string, messages = 1): Promise<void> {
  const stop = new AbortController()
  const isThere = () => texts().filter((text) => text !== '(thinking)').length === messages
  const reply = replier.reply(script([words, until(isThere), () => stop.abort(new Interruption())]), task, stop.signal)
  await reply.catch(() => {})
}

describe('a reply that the end of a process interrupted', () => {
  it.concurrent.for(['channel', {}, { isEphemeral: true }] as const)(
    'is brought to its end: %j',
    async (target, context) => {
      const stage = await openStage(context, { target })
      await interrupt(stage, LONG, 2)
      const before = stage.shown().map(({ id }) => id)

      const end = await stage.replier.reply(script([done(LONG)]), { ...stage.task, isResumed: true }, never)

      expect(end).toMatchObject({ kind: 'answered' })
      expect(stage.shown().map(({ id }) => id)).toEqual(before)
      expect(stage.texts().map((text) => /\[\w+\]/.exec(text)?.[0])).toEqual([undefined, '[answered]'])
    },
  )

  it.concurrent('takes up what was posted but not recorded', async (context) => {
    const { replier, task, post, texts, shown } = await openStage(context)
    await post({ kind: 'plain', content: 'Half', components: [row('Stop', `kiku-stop:${task.turnId}`)] })
    await post({ kind: 'plain', content: 'Of another answer', components: [] })

    await replier.reply(script([done('Whole.')]), { ...task, isResumed: true }, never)

    expect(texts()).toEqual(['Whole. [answered]', 'Of another answer'])
    expect(shown()).toHaveLength(2)
  })

  it.concurrent('uses what is recorded where the channel cannot be read', async (context) => {
    const stage = await openStage(context)
    await interrupt(stage, 'Half')
    stage.server.faults.push({ method: 'GET', path: /messages/, status: 403, code: 50001 })

    await stage.replier.reply(script([done('Whole.')]), { ...stage.task, isResumed: true }, never)

    expect(stage.texts()).toEqual(['Whole. [answered]'])
  })

  it.concurrent('leaves the earlier answers to the same question alone', async (context) => {
    const { replier, task, texts, post, server, replies } = await openStage(context)
    const { guild, channel } = task.place
    const messageId = await post({ kind: 'plain', content: 'An earlier answer', components: [] })
    await replies.add({ surface: 'discord', workspace: guild, channel, messageId, turnId: task.turnId, at: 1 })
    const { id } = server.say({ user: task.asker, channel, text: '(a click)' })

    await replier.reply(script([done('Again.')]), { ...task, id: `${task.id}~${id}`, isResumed: true }, never)

    expect(texts()).toEqual(['An earlier answer', 'Again. [answered]'])
  })

  it.concurrent('stays as laid out as it was', async (context) => {
    const { replier, task, post, shown } = await openStage(context)
    const plain = { kind: 'plain', content: 'x', components: [] } as const
    await post({ kind: 'laid-out', components: [row('Helpful', `kiku-up:${task.turnId}`)], plain })

    const end = await replier.reply(script([done('Whole.')]), { ...task, isResumed: true }, never)

    expect(end).toMatchObject({ kind: 'answered' })
    expect(shown()).toHaveLength(1)
    expect(JSON.stringify(shown()[0]?.components)).toContain('Whole.')
  })

  it.concurrent('is taken back where its question is gone', async (context) => {
    const stage = await openStage(context)
    await interrupt(stage, 'Half')
    async function* nothing(): AsyncGenerator<AnswerEvent> {}

    const gone = AbortSignal.abort(new ReplyStopped('deleted'))
    const end = await stage.replier.reply(nothing(), { ...stage.task, isResumed: true }, gone)

    expect(end).toEqual({ kind: 'stopped' })
    expect(stage.shown()).toEqual([])
  })

  it.concurrent('stays when it was complete', async (context) => {
    const stage = await openStage(context)
    await stage.replier.reply(script([done('Whole.')]), stage.task, never)
    async function* nothing(): AsyncGenerator<AnswerEvent> {}

    const end = await stage.replier.reply(nothing(), { ...stage.task, isResumed: true }, never)

    expect(end).toEqual({ kind: 'nothing' })
    expect(stage.texts()).toEqual(['Whole. [answered]'])
  })
})
