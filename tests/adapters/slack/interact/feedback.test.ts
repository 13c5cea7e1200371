import { describe, expect, it } from 'vitest'
import { buildAnswer } from '../../../fakes/scripted-kiku.ts'
import { click, createInteractApp, submission } from './interact-app.ts'
import { createScriptedDesk, NOW, question } from './scripted-desk.ts'

const TURN = question().id
const PRIVATE = 'slack:T1:C1:private-1.2.3'
const privateQuestion = question({ id: PRIVATE, threadId: PRIVATE })
const asked = { questions: [question(), privateQuestion], answers: { [TURN]: buildAnswer(), [PRIVATE]: buildAnswer() } }
const feedback = (value: string, about = {}) =>
  click('kiku_feedback', value, {
    actions: [{ type: 'feedback_buttons', action_id: 'kiku_feedback', block_id: 'b', value, action_ts: '1.1' }],
    ...about,
  })

describe('feedback', () => {
  it('is kept under the question and thanked for in the thread', async () => {
    const { desk, seen } = createScriptedDesk(asked)
    const app = createInteractApp(desk)

    await app.deliver(feedback(`up:${TURN}`))

    expect(seen.feedback).toEqual([{ turnId: TURN, authorId: 'slack:T1:U1', verdict: 'up', at: NOW }])
    expect(app.said).toMatchObject([
      { response_type: 'ephemeral', replace_original: false, thread_ts: '1772355000.000100' },
    ])
  })

  it('asks for reasons after a no, which stands already', async () => {
    const { desk, seen } = createScriptedDesk(asked)
    const app = createInteractApp(desk)

    await app.deliver(feedback(`down:${TURN}`))

    expect(seen.calls).toMatchObject([{ method: 'views.open', arguments: { trigger_id: '13345.738.9099' } }])
    expect(seen.feedback).toMatchObject([{ verdict: 'down' }])
  })

  it('keeps a no when the form cannot be opened any more', async () => {
    const { desk, seen } = createScriptedDesk({ ...asked, refusals: { 'views.open': 'expired_trigger_id' } })
    const app = createInteractApp(desk)

    await app.deliver(feedback(`down:${TURN}`))

    expect(seen.feedback).toMatchObject([{ verdict: 'down' }])
    expect(app.said).toHaveLength(1)
  })

  it('adds the reasons, and lets a mind be changed', async () => {
    const { desk, seen } = createScriptedDesk(asked)
    const app = createInteractApp(desk)
    const metadata = { turnId: TURN, channel: 'C1', threadTs: '1772355000.000100', locale: 'ja' }
    const values = {
      reasons: { reasons: { type: 'checkboxes', selected_options: [{ value: 'outdated' }, { value: 'other' }] } },
      text: { text: { type: 'plain_text_input', value: ' 去年の規程です ' } },
    }

    await app.deliver(submission('kiku_feedback_reason', metadata, values))
    await app.deliver(feedback(`up:${TURN}`))

    expect(seen.feedback).toMatchObject([
      { verdict: 'down', reason: 'outdated, other: 去年の規程です' },
      { verdict: 'up' },
    ])
    expect(seen.calls).toMatchObject([{ method: 'chat.postEphemeral', arguments: { channel: 'C1', user: 'U1' } }])
  })

  it.each([
    ['nothing at all', {}, { reasons: 'Tick at least one, or write a few words below.' }],
    [
      'something else that is not named',
      { reasons: { reasons: { selected_options: [{ value: 'other' }] } } },
      { text: 'Please say in a few words what it is.' },
    ],
    ['too much', { text: { text: { value: 'x'.repeat(1_001) } } }, { text: 'Please keep it to 1,000 characters.' }],
  ])('is sent back with the acknowledgement when it says %s', async (_what, values, errors) => {
    const { desk, seen } = createScriptedDesk(asked)
    const app = createInteractApp(desk)

    await app.deliver(submission('kiku_feedback_reason', { turnId: TURN, channel: 'C1', locale: 'en' }, values))

    expect(app.acknowledged).toEqual([{ response_action: 'errors', errors }])
    expect(seen.feedback).toEqual([])
  })

  it.each([`up:slack:T1:C2:1.1`, 'up:slack:T9:C1:1772355000.000100', 'nonsense', `down:${TURN}0`])(
    'of what is not kept here is answered politely (%s)',
    async (value) => {
      const elsewhere = question({ id: 'slack:T1:C2:1.1', threadId: 'slack:T1:C2:1.1' })
      const { desk, seen } = createScriptedDesk({ questions: [...asked.questions, elsewhere], answers: asked.answers })
      const app = createInteractApp(desk)

      await app.deliver(feedback(value))

      expect(seen.feedback).toEqual([])
      expect(app.said).toMatchObject([{ text: expect.stringContaining('no longer have that question') }])
    },
  )
})
