import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  closingBlocks,
  decidedBlocks,
  privateBlocks,
  type SlackBlock,
  whyBlocks,
} from '../../../../src/adapters/slack/render/render-reply.ts'
import { hostileArguments } from '../../../fakes/hostile-arguments.ts'
import { pendingAnswer } from '../../../fakes/pending-answer.ts'
import { acceptBlocks } from '../../../fakes/slack/check-blocks.ts'
import { couldMention } from './could-mention.ts'

const TURN = 'slack:T1:C1:1700000000.000100'
const view = { turnId: TURN, locale: 'en' } as const

function buttonsOf(blocks: readonly SlackBlock[]) {
  return blocks.flatMap((block) =>
    block.type === 'actions' ? block.elements.flatMap((element) => (element.type === 'button' ? [element] : [])) : [],
  )
}

function codeOf(blocks: readonly SlackBlock[]): string[] {
  return blocks.flatMap((block) =>
    block.type === 'rich_text'
      ? block.elements.flatMap((part) =>
          part.type === 'rich_text_preformatted'
            ? [part.elements.map((element) => (element.type === 'text' ? element.text : '')).join('')]
            : [],
        )
      : [],
  )
}

describe('a call that waits, in Slack', () => {
  it('shows exactly what would be run, and buttons to decide in place of a search', () => {
    const blocks = closingBlocks(pendingAnswer(), view)

    expect(JSON.parse(codeOf(blocks)[0] ?? '')).toEqual({ id: 7, reason: '予定の変更' })
    expect(JSON.stringify(blocks)).toContain('office__delete_booking would be called with exactly this:')
    expect(JSON.stringify(blocks)).toContain('used tools · waiting for approval')
    expect(buttonsOf(blocks)).toMatchObject([
      { action_id: 'kiku_approve', value: `${TURN}:a1-B2_c3`, style: 'primary', text: { text: 'Approve' } },
      { action_id: 'kiku_decline', value: `${TURN}:a1-B2_c3` },
      { action_id: 'kiku_why' },
      { action_id: 'kiku_try_again' },
    ])
    expect(buttonsOf(blocks)[1]).not.toHaveProperty('style')
  })

  it('warns of what may lose something, in both languages', () => {
    const [approve] = buttonsOf(closingBlocks(pendingAnswer({ destructive: true }), { ...view, locale: 'ja' }))

    expect(approve).toMatchObject({ style: 'danger', text: { text: '承認する' } })
  })

  it('cannot be approved where it cannot be shown whole', () => {
    const blocks = closingBlocks(pendingAnswer({ arguments: { body: '長い'.repeat(3_000) } }), view)

    expect(codeOf(blocks)[0]).toMatch(/…$/)
    expect(JSON.stringify(blocks)).toContain('cannot be approved here')
    expect(buttonsOf(blocks).map(({ action_id }) => action_id)).toEqual(['kiku_decline', 'kiku_why', 'kiku_try_again'])
  })

  it('is decided by the asker before it can be shared, where the asker alone sees it', () => {
    const blocks = privateBlocks(pendingAnswer(), { ...view, isPrivate: true })

    expect(buttonsOf(blocks).map(({ action_id }) => action_id)).toEqual(['kiku_approve', 'kiku_decline', 'kiku_why'])
  })

  it.each([
    ['approved', 'Approved.', '承認されました。'],
    ['declined', 'Not done.', '実行しませんでした。'],
    ['expired', 'The time for approving this has passed.', '承認の期限が過ぎました。'],
    ['decided', 'This has been decided already.', 'すでに決定済みです。'],
  ] as const)('says what became of it, and has no buttons any more (%s)', (decision, english, japanese) => {
    const shown = decidedBlocks(pendingAnswer(), { ...view, decision })
    const alone = decidedBlocks(pendingAnswer(), { ...view, locale: 'ja', isPrivate: true, decision })

    expect(JSON.stringify(shown)).toContain(english)
    expect(JSON.stringify(alone)).toContain(japanese)
    expect(JSON.stringify([shown, alone])).not.toMatch(/kiku_approve|kiku_decline/)
    expect(codeOf(shown)).toHaveLength(1)
    expect(JSON.stringify(shown)).toContain('I need your approval')
  })

  it('is exact, mentions nobody and is taken by Slack, whatever it holds', () => {
    fc.assert(
      fc.property(hostileArguments, fc.string({ maxLength: 80 }), (args, tool) => {
        const blocks = closingBlocks(pendingAnswer({ arguments: args, tool, title: tool }), view)

        const hasApproval = JSON.stringify(blocks).includes('kiku_approve')
        acceptBlocks(JSON.parse(JSON.stringify(blocks)))
        expect(JSON.stringify(blocks).length).toBeLessThan(11_000)
        const [code = ''] = codeOf(blocks)
        if (hasApproval) expect(JSON.parse(code)).toEqual(JSON.parse(JSON.stringify(args)))
        else expect(code).toMatch(/…$/)
        expect(couldMention(code)).toBe(false)
        expect(code).not.toMatch(/[`\p{Cf}]|(?!\n)\p{Cc}/u)
      }),
      { numRuns: 100 },
    )
  })
})

describe('the tools of an answer in Slack', () => {
  it('are told with how well they fit, how long they took and how they ended', () => {
    const english = JSON.stringify(whyBlocks(pendingAnswer(), 'en'))
    const japanese = JSON.stringify(whyBlocks(pendingAnswer(), 'ja'))

    for (const words of [
      'Tools considered',
      'office__delete_booking: 93 %',
      'office__find_booking · done · 1.23 s',
      'office__find_room · failed (tool-failed) · 0.04 s',
      'office__delete_booking · waiting for approval"',
    ])
      expect(english).toContain(words)
    expect(japanese).toContain('office__find_booking · 完了 · 1.23秒')
    expect(english).not.toContain('予定の変更')
  })
})
