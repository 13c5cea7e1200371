import { describe, expect, it } from 'vitest'
import { serveInteraction } from '../../../../src/adapters/discord/interact/serve-interaction.ts'
import type { ApprovalOutcome } from '../../../../src/ports/chat-host.ts'
import { pendingAnswer, pendingCall } from '../../../fakes/pending-answer.ts'
import { type Arriving, click, ELSEWHERE, IN_DM } from './arrivals.ts'
import { asked, DIRECT_TURN, IN_THREAD, PRIVATE, QUOTED, TURN } from './asked-before.ts'
import { createScriptedDesk, type DeskScript } from './scripted-desk.ts'
import { customIds } from './scripted-responses.ts'
import { ALICE, BOB, CHANNEL, INTERACTION, PRIVATE_THREAD, QUESTION } from './world-ids.ts'

const CALL = pendingCall()
const world = {
  questions: asked.questions,
  answers: Object.fromEntries(Object.keys(asked.answers).map((id) => [id, pendingAnswer()])),
}

function open(outcome: ApprovalOutcome, script: Partial<DeskScript> = {}) {
  return createScriptedDesk({ ...world, decide: async () => outcome, ...script })
}

const approve = (turn: string, about?: Arriving & { readonly isEphemeral?: boolean }) =>
  click(`kiku-approve:${turn}:${CALL.callId}`, about)
const decline = (turn: string, about?: Arriving & { readonly isEphemeral?: boolean }) =>
  click(`kiku-decline:${turn}:${CALL.callId}`, about)

describe('Approve in Discord', () => {
  it('asks the question again with the approved call, in the place of the message', async () => {
    const { desk, seen, responses } = open({ kind: 'approved', call: CALL })

    await serveInteraction(approve(TURN), desk)

    expect(seen.decisions).toEqual([{ turnId: TURN, callId: CALL.callId, by: `discord:${ALICE}`, isApproved: true }])
    expect(seen.asked).toMatchObject([
      {
        id: `${QUESTION}~${INTERACTION}`,
        repeats: QUESTION,
        search: 'auto',
        approved: CALL,
        target: { kind: 'interaction', isEphemeral: false, channelId: CHANNEL },
      },
    ])
    expect(responses.map(({ way }) => way)).toEqual(['deferUpdate', 'editOriginal'])
    expect(responses.at(-1)?.text).toContain('-# Approved.')
    expect(customIds(responses).join()).not.toMatch(/kiku-(?:approve|decline)/)
  })

  it.each([
    ['privately', PRIVATE, { isEphemeral: true }, { isEphemeral: true }],
    ['of messages of others, which the call needs no more', QUOTED, { isEphemeral: true }, { isEphemeral: true }],
    ['in a private thread', IN_THREAD, { where: { channelId: PRIVATE_THREAD } }, { isEphemeral: false }],
    ['in a direct message', DIRECT_TURN, { where: IN_DM }, { isEphemeral: false, canPost: true }],
    ['and answered directly', TURN, { where: IN_DM }, { isEphemeral: true }],
    ['where Kiku is not', TURN, { where: ELSEWHERE }, { isEphemeral: false, canPost: false }],
  ] as const)('works for what was asked %s', async (_where, turn, about, target) => {
    const { desk, seen, responses } = open({ kind: 'approved', call: CALL })

    await serveInteraction(approve(turn, about), desk)

    expect(seen.asked).toMatchObject([{ approved: CALL, target }])
    expect(responses.map(({ way }) => way)).toEqual(['deferUpdate', 'editOriginal'])
  })

  it('answers though the clicked message cannot be changed', async () => {
    const { desk, seen } = open({ kind: 'approved', call: CALL }, { responseRefusals: { editOriginal: 10_008 } })

    await serveInteraction(approve(TURN), desk)

    expect(seen.asked).toHaveLength(1)
    expect(seen.log).toMatchObject([{ event: 'discord-decision-not-shown', fields: { code: 'surface-refused' } }])
  })

  it('waits for the answer that is under way, and decides nothing', async () => {
    const running = { [TURN]: { turnId: TURN, threadId: TURN, asker: ALICE } }
    const { desk, seen, responses } = open({ kind: 'approved', call: CALL }, { running })

    await serveInteraction(approve(TURN), desk)

    expect(seen.decisions).toEqual([])
    expect(responses.at(-1)).toMatchObject({ kind: 'ephemeral', text: expect.stringContaining('still on it') })
  })
})

describe('two clicks at once in Discord', () => {
  it('are one decision, and the second does not take the place of the answer', async () => {
    let release = () => {}
    const answered = new Promise<void>((resolve) => {
      release = resolve
    })
    const { desk, seen } = open({ kind: 'approved', call: CALL }, { ask: () => answered })
    const twin = open({ kind: 'gone' })

    const first = serveInteraction(approve(TURN), desk)
    Object.assign(desk, { interactions: twin.desk.interactions })
    await serveInteraction(approve(TURN), desk)
    release()
    await first

    expect([seen.decisions.length, seen.asked.length]).toEqual([1, 1])
    expect(twin.responses).toMatchObject([
      { way: 'deferUpdate' },
      { way: 'followUp', kind: 'ephemeral', text: expect.stringContaining('still on it') },
    ])
  })
})

describe('Decline in Discord', () => {
  it.each([
    ['in a channel', TURN, {}],
    ['privately', PRIVATE, { isEphemeral: true }],
  ] as const)('runs nothing and says so in the message (%s)', async (_where, turn, about) => {
    const { desk, seen, responses } = open({ kind: 'declined' })

    await serveInteraction(decline(turn, { ...about, locale: 'ja' }), desk)

    expect(seen.decisions).toMatchObject([{ isApproved: false }])
    expect(seen.asked).toEqual([])
    expect(responses.map(({ way }) => way)).toEqual(['deferUpdate', 'editOriginal'])
    expect(responses.at(-1)?.text).toContain('-# 実行しませんでした。')
    expect(customIds(responses).join()).not.toMatch(/kiku-(?:approve|decline)/)
  })
})

describe('deciding what cannot be decided in Discord', () => {
  it.each([
    ['not-yours', 'Only the person who asked can decide.', '決められるのは、質問した人だけです。'],
    ['gone', 'not waiting any more', 'もう承認を待っていません'],
  ] as const)('is told to the clicker alone, and changes nothing (%s)', async (kind, english, japanese) => {
    const one = open({ kind })
    const other = open({ kind })

    await serveInteraction(approve(TURN, { user: BOB }), one.desk)
    await serveInteraction(decline(TURN, { user: BOB, locale: 'ja' }), other.desk)

    expect(one.seen.decisions).toMatchObject([{ by: `discord:${BOB}` }])
    for (const [{ seen, responses }, words] of [
      [one, english],
      [other, japanese],
    ] as const) {
      expect(responses).toMatchObject([
        { way: 'deferUpdate' },
        { way: 'followUp', kind: 'ephemeral', text: expect.stringContaining(words) },
      ])
      expect(seen.asked).toEqual([])
    }
  })

  it.each([
    ['expired', 'The time for approving this has passed'],
    ['decided', 'decided already'],
  ] as const)('is told to the clicker, and ends the buttons (%s)', async (kind, words) => {
    const { desk, seen, responses } = open({ kind })

    await serveInteraction(approve(TURN), desk)

    expect(responses).toMatchObject([
      { way: 'deferUpdate' },
      { way: 'editOriginal', text: expect.stringContaining(words) },
      { way: 'followUp', kind: 'ephemeral', text: expect.stringContaining(words) },
    ])
    expect(customIds(responses.slice(0, 2)).join()).not.toContain('kiku-approve')
    expect(seen.asked).toEqual([])
  })

  it.each([
    ['where others read', PRIVATE, {}],
    ['by somebody else', PRIVATE, { user: BOB, isEphemeral: true }],
    ['in another channel', IN_THREAD, {}],
  ] as const)('is no decision %s', async (_where, turn, about) => {
    const { desk, seen, responses } = open({ kind: 'approved', call: CALL })

    await serveInteraction(approve(turn, about), desk)

    expect([seen.decisions, seen.asked]).toEqual([[], []])
    expect(responses.at(-1)?.text).toContain('not waiting any more')
  })

  it.each(['', ':', 'x', TURN, `${TURN}:other`])('takes an id that is none of its own for gone (%j)', async (bad) => {
    const { desk, seen, responses } = open({ kind: 'gone' })

    await serveInteraction(click(`kiku-approve:${bad}`), desk)

    expect(responses.at(-1)?.text).toContain('not waiting any more')
    expect(seen.asked).toEqual([])
  })
})
