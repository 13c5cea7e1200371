import { describe, expect, it } from 'vitest'
import type { ApprovalOutcome } from '../../../../src/ports/chat-host.ts'
import { pendingAnswer, pendingCall } from '../../../fakes/pending-answer.ts'
import { click, createInteractApp } from './interact-app.ts'
import { createScriptedDesk, type DeskScript, question } from './scripted-desk.ts'

const TURN = question().id
const PRIVATE = 'slack:T1:C1:private-1.2.3'
const CALL = pendingCall()
const world = {
  questions: [question(), question({ id: PRIVATE, threadId: PRIVATE })],
  answers: { [TURN]: pendingAnswer(), [PRIVATE]: pendingAnswer() },
}
const ephemeral = { container: { type: 'message', message_ts: '1.2', channel_id: 'C1', is_ephemeral: true } }

function open(outcome: ApprovalOutcome, script: Partial<DeskScript> = {}) {
  const scripted = createScriptedDesk({ ...world, decide: async () => outcome, ...script })
  return { ...scripted, app: createInteractApp(scripted.desk) }
}

const value = (turn: string) => `${turn}:${CALL.callId}`

describe('Approve in Slack', () => {
  it('asks the question again with the approved call, and takes the buttons away', async () => {
    const { seen, app } = open({ kind: 'approved', call: CALL })

    await app.deliver(click('kiku_approve', value(TURN)))

    expect(seen.decisions).toEqual([{ turnId: TURN, callId: CALL.callId, by: 'slack:T1:U1', isApproved: true }])
    expect(seen.asked).toMatchObject([
      {
        id: '1772355000.000100~1772355500.000300',
        repeats: '1772355000.000100',
        text: 'How do I claim travel costs?',
        search: 'auto',
        approved: CALL,
      },
    ])
    expect(seen.calls).toMatchObject([
      { method: 'chat.update', arguments: { channel: 'C1', ts: '1772355010.000200', parse: 'none' } },
    ])
    expect(JSON.stringify(seen.calls)).toContain('Approved.')
    expect(JSON.stringify(seen.calls)).not.toMatch(/kiku_approve|kiku_decline/)
    expect(app.said).toEqual([])
  })

  it('answers for the asker alone where the answer was private, in its place', async () => {
    const { seen, app } = open({ kind: 'approved', call: CALL })

    await app.deliver(click('kiku_approve', value(PRIVATE), ephemeral))

    expect(seen.askedPrivately).toMatchObject([{ approved: CALL, text: 'How do I claim travel costs?' }])
    expect(seen.asked).toEqual([])
    expect(seen.calls).toEqual([])
    expect(app.said).toMatchObject([{ text: expect.stringContaining('…'), replace_original: true }])
  })

  it('knows the asker of a shared channel, whatever workspace the click names', async () => {
    const { seen, app } = open({ kind: 'approved', call: CALL }, { users: {} })

    await app.deliver(click('kiku_approve', value(TURN), { user: { id: 'U1', team_id: 'T9' } }))

    expect(seen.decisions).toMatchObject([{ by: 'slack:T1:U1' }])
  })

  it('answers though the clicked message cannot be changed', async () => {
    const { seen, app } = open({ kind: 'approved', call: CALL }, { refusals: { 'chat.update': 'edit_window_closed' } })

    await app.deliver(click('kiku_approve', value(TURN)))

    expect(seen.asked).toHaveLength(1)
    expect(app.said).toEqual([])
    expect(seen.log).toMatchObject([{ event: 'slack-decision-not-shown', fields: { code: 'surface-refused' } }])
  })

  it('works in a direct message', async () => {
    const turn = 'slack:T1:D1:1772355000.000100'
    const { seen, app } = open(
      { kind: 'approved', call: CALL },
      { questions: [question({ id: turn, threadId: turn })], answers: { [turn]: pendingAnswer() } },
    )

    await app.deliver(click('kiku_approve', value(turn), { channel: { id: 'D1' } }))

    expect(seen.asked).toMatchObject([{ isDirect: true, approved: CALL, place: { channel: 'D1' } }])
  })

  it('waits for the answer that is under way, and decides nothing', async () => {
    const running = { [TURN]: { asker: { team: 'T1', user: 'U1' } } }
    const { seen, app } = open({ kind: 'approved', call: CALL }, { running })

    await app.deliver(click('kiku_approve', value(TURN)))

    expect(seen.decisions).toEqual([])
    expect(app.said).toMatchObject([{ text: expect.stringContaining('still on it') }])
  })
})

describe('Decline in Slack', () => {
  it('runs nothing and says so in the message', async () => {
    const { seen, app } = open({ kind: 'declined' })

    await app.deliver(click('kiku_decline', value(TURN)))

    expect(seen.decisions).toMatchObject([{ isApproved: false }])
    expect([seen.asked, seen.askedPrivately, app.said]).toEqual([[], [], []])
    expect(JSON.stringify(seen.calls)).toContain('Not done.')
  })

  it('changes a private message by the click', async () => {
    const { seen, app } = open({ kind: 'declined' })

    await app.deliver(click('kiku_decline', value(PRIVATE), { ...ephemeral, user: { id: 'U1', team_id: 'T1' } }))

    expect(seen.calls).toEqual([])
    expect(app.said).toMatchObject([{ replace_original: true, text: expect.stringContaining('Not done.') }])
    expect(JSON.stringify(app.said)).not.toContain('kiku_approve')
  })
})

describe('deciding what cannot be decided in Slack', () => {
  it.each([
    ['not-yours', 'Only the person who asked can decide.', '決められるのは、質問した人だけです。'],
    ['gone', 'not waiting any more', 'もう承認を待っていません'],
  ] as const)('is told to the clicker alone, and changes nothing (%s)', async (kind, english, japanese) => {
    const { seen, app } = open({ kind })

    await app.deliver(click('kiku_approve', value(TURN), { user: { id: 'U2' } }))
    await app.deliver(click('kiku_decline', value(TURN), { user: { id: 'UJA' } }))

    expect(seen.decisions.map(({ by }) => by)).toEqual(['slack:T1:U2', 'slack:T1:UJA'])
    expect(app.said).toMatchObject([
      { response_type: 'ephemeral', replace_original: false, text: expect.stringContaining(english) },
      { response_type: 'ephemeral', replace_original: false, text: expect.stringContaining(japanese) },
    ])
    expect([seen.asked, seen.calls]).toEqual([[], []])
  })

  it.each([
    ['expired', 'The time for approving this has passed'],
    ['decided', 'decided already'],
  ] as const)('is told to the clicker, and ends the buttons (%s)', async (kind, words) => {
    const { seen, app } = open({ kind })

    await app.deliver(click('kiku_approve', value(TURN)))

    expect(app.said).toMatchObject([{ replace_original: false, text: expect.stringContaining(words) }])
    expect(seen.calls).toMatchObject([{ method: 'chat.update' }])
    expect(JSON.stringify(seen.calls)).not.toContain('kiku_approve')
    expect(seen.asked).toEqual([])
  })

  it('ends the buttons of a private message by the click', async () => {
    const { app } = open({ kind: 'decided' })

    await app.deliver(click('kiku_approve', value(PRIVATE), ephemeral))

    expect(app.said).toMatchObject([{ replace_original: true, text: expect.stringContaining('decided already') }])
    expect(JSON.stringify(app.said)).not.toContain('kiku_approve')
  })

  it('waits for the first of two clicks, which has its place', async () => {
    let release = () => {}
    const first = new Promise<void>((resolve) => {
      release = resolve
    })
    const { seen, app } = open({ kind: 'approved', call: CALL }, { askPrivately: () => first })

    const one = app.deliver(click('kiku_approve', value(PRIVATE), ephemeral))
    await app.deliver(click('kiku_approve', value(PRIVATE), ephemeral))
    release()
    await one

    expect([seen.decisions.length, seen.askedPrivately.length]).toEqual([1, 1])
    expect(app.said).toContainEqual(
      expect.objectContaining({ replace_original: false, text: expect.stringContaining('still on it') }),
    )
  })

  it('is refused to others who somehow see a private one', async () => {
    const { seen, app } = open({ kind: 'approved', call: CALL })

    await app.deliver(click('kiku_approve', value(PRIVATE), { user: { id: 'U2' } }))

    expect([seen.decisions, seen.asked, seen.askedPrivately]).toEqual([[], [], []])
    expect(app.said).toMatchObject([{ text: expect.stringContaining('not waiting any more') }])
  })

  it.each(['', ':', 'x', `${TURN}`, `${TURN}:other`])(
    'takes a value that is none of its own for gone (%j)',
    async (bad) => {
      const { seen, app } = open({ kind: 'gone' })

      await app.deliver(click('kiku_approve', bad))

      expect(app.said).toMatchObject([{ text: expect.stringContaining('not waiting any more') }])
      expect([seen.asked, seen.calls]).toEqual([[], []])
    },
  )
})
