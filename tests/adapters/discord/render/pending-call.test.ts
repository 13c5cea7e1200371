import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MessageBody } from '../../../../src/adapters/discord/render/message-body.ts'
import { answerMessages, whyMessage } from '../../../../src/adapters/discord/render/render-reply.ts'
import { hostileArguments } from '../../../fakes/hostile-arguments.ts'
import { pendingAnswer } from '../../../fakes/pending-answer.ts'
import { actionsIn, componentsOf, faultsOf, textsIn } from './component-facts.ts'
import { nodesOf, readAsDiscord } from './read-as-discord.ts'

const TURN = 'discord:12345678901234567890:12345678901234567890:12345678901234567890'
const view = { turnId: TURN, locale: 'en' } as const

function contentOf(bodies: readonly MessageBody[]): string {
  return bodies.map((body) => (body.kind === 'plain' ? body.content : body.plain.content)).join('\n')
}

function codeOf(text: string): string[] {
  return readAsDiscord(text).flatMap(({ kind, value }) => (kind === 'block' ? [value] : []))
}

describe('a call that waits, in Discord', () => {
  it('shows exactly what would be run, and buttons to decide in place of a search', () => {
    const [body, ...others] = answerMessages(pendingAnswer(), view)
    const content = contentOf(body === undefined ? [] : [body])
    const components = body === undefined ? [] : componentsOf(body)

    expect(others).toEqual([])
    expect(content).toBe(
      [
        'I need your approval before I run “Delete a booking”.',
        'office\\_\\_delete\\_booking would be called with exactly this:',
        '```json',
        '{',
        '  "id": 7,',
        '  "reason": "予定の変更"',
        '}',
        '```',
        '-# used tools · waiting for approval',
      ].join('\n'),
    )
    expect(components.filter(({ type }) => type === 2).slice(0, 2)).toMatchObject([
      { custom_id: `kiku-approve:${TURN}:a1-B2_c3`, label: 'Approve', style: 1 },
      { custom_id: `kiku-decline:${TURN}:a1-B2_c3`, label: 'Decline', style: 2 },
    ])
    expect(body === undefined ? [] : actionsIn(body)).not.toContain('kiku-search')
    expect(body === undefined ? [] : faultsOf(body)).toEqual([])
  })

  it('warns of what may lose something, in both languages', () => {
    const bodies = answerMessages(pendingAnswer({ destructive: true }), { ...view, locale: 'ja' })

    expect(bodies.flatMap(componentsOf)).toContainEqual(expect.objectContaining({ label: '承認する', style: 4 }))
    expect(contentOf(bodies)).toContain('次の引数のとおりに実行します:')
  })

  it('cannot be approved where it cannot be shown whole', () => {
    const bodies = answerMessages(pendingAnswer({ arguments: { body: '長い'.repeat(1_000) } }), view)

    expect(codeOf(contentOf(bodies))[0]).toMatch(/…$/)
    expect(contentOf(bodies)).toContain('-# This is too long to be shown whole')
    expect(bodies.flatMap(actionsIn)).not.toContain('kiku-approve')
    expect(bodies.flatMap(actionsIn)).toContain('kiku-decline')
    expect(bodies.flatMap(faultsOf)).toEqual([])
  })

  it('stands in a message of its own where it takes all the room', () => {
    const answer = {
      ...pendingAnswer({ arguments: { body: 'a'.repeat(1_350) } }),
      text: 'I need your approval. '.repeat(30),
    }

    const bodies = answerMessages(answer, { ...view, question: '予約を消して '.repeat(80) })

    expect(bodies.at(-1)).toMatchObject({ content: expect.stringMatching(/^.* exactly this:\n```json\n/) })
    expect(bodies.flatMap(actionsIn)).toContain('kiku-approve')
    expect(bodies.flatMap(faultsOf)).toEqual([])
  })

  it.each([
    ['approved', 'Approved.', '承認されました。'],
    ['declined', 'Not done.', '実行しませんでした。'],
    ['expired', 'The time for approving this has passed.', '承認の期限が過ぎました。'],
    ['decided', 'This has been decided already.', 'すでに決定済みです。'],
  ] as const)('says what became of it, and has no buttons to decide any more (%s)', (decision, english, japanese) => {
    const bodies = answerMessages(pendingAnswer(), { ...view, decision })

    expect(contentOf(bodies)).toContain(`-# ${english}`)
    expect(contentOf(answerMessages(pendingAnswer(), { ...view, locale: 'ja', decision }))).toContain(japanese)
    expect(bodies.flatMap(actionsIn)).toEqual(['kiku-why', 'kiku-again', 'kiku-up', 'kiku-down'])
    expect(codeOf(contentOf(bodies))).toHaveLength(1)
  })

  it('is exact, breaks out of nothing and is taken by Discord, whatever it holds', () => {
    fc.assert(
      fc.property(hostileArguments, fc.string({ maxLength: 80 }), (args, tool) => {
        const bodies = answerMessages(pendingAnswer({ arguments: args, tool, title: tool }), view)
        const content = contentOf(bodies)

        expect(bodies.flatMap(faultsOf)).toEqual([])
        const [code = '', ...others] = codeOf(content)
        expect(others).toEqual([])
        if (bodies.flatMap(actionsIn).includes('kiku-approve')) {
          expect(JSON.parse(code)).toEqual(JSON.parse(JSON.stringify(args)))
        } else expect(code).toMatch(/…$/)
        expect(code).not.toMatch(/@(?:everyone|here)|<[@#/:]|discord\.gg\/|[`\p{Cf}]|(?!\n)\p{Cc}/iu)
        const kinds = nodesOf(readAsDiscord(content)).map(({ kind }) => kind)
        expect(kinds.filter((kind) => ['token', 'call', 'spoiler', 'link', 'address'].includes(kind))).toEqual([])
      }),
      { numRuns: 100 },
    )
  })
})

describe('the tools of an answer in Discord', () => {
  it('are told with how well they fit, how long they took and how they ended', () => {
    const texts = textsIn(whyMessage(pendingAnswer(), 'en'))

    expect(texts).toContain('**Tools considered**\n- office\\_\\_delete\\_booking: 93 %\n- calculate: 20 %')
    expect(texts).toContain('- office\\_\\_find\\_booking · done · 1.23 s\n')
    expect(texts).toContain('- office\\_\\_find\\_room · failed (tool-failed) · 0.04 s\n')
    expect(texts).toContain('- office\\_\\_delete\\_booking · waiting for approval')
    expect(textsIn(whyMessage(pendingAnswer(), 'ja'))).toContain('**呼び出したツール**')
    expect(texts).not.toContain('予定の変更')
  })
})
