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

describe('stop', () => {
  const running = { [TURN]: { asker: { team: 'T1', user: 'U1' } } }

  it('ends the answer of the one who asked', async () => {
    const { desk, seen } = createScriptedDesk({ running })
    const app = createInteractApp(desk)

    await app.deliver(click('kiku_stop', TURN))

    expect(seen.stopped).toEqual([TURN])
    expect(app.said).toEqual([])
  })

  it('is refused to others in a channel', async () => {
    const { desk, seen } = createScriptedDesk({ running })
    const app = createInteractApp(desk)

    await app.deliver(click('kiku_stop', TURN, { user: { id: 'UJA' } }))

    expect(seen.stopped).toEqual([])
    expect(app.said).toMatchObject([{ text: 'この回答を止められるのは、質問した人だけです。' }])
  })

  it('is anyone’s right in a direct message', async () => {
    const turn = 'slack:T1:D1:1.1'
    const { desk, seen } = createScriptedDesk({ running: { [turn]: { asker: { team: 'T1', user: 'U9' } } } })
    const app = createInteractApp(desk)

    await app.deliver(click('kiku_stop', turn, { channel: { id: 'D1' } }))

    expect(seen.stopped).toEqual([turn])
  })

  it('says when there is nothing to stop any more', async () => {
    const { desk } = createScriptedDesk()
    const app = createInteractApp(desk)

    await app.deliver(click('kiku_stop', TURN))

    expect(app.said).toMatchObject([{ text: 'That answer has already ended.' }])
  })
})

describe('asking again', () => {
  it.each([
    ['kiku_search_anyway', 'always'],
    ['kiku_try_again', 'auto'],
  ])('by %s answers in the same thread with search %s', async (action, search) => {
    const { desk, seen } = createScriptedDesk(asked)
    const app = createInteractApp(desk)

    await app.deliver(click(action, TURN, { user: { id: 'U2' } }))

    expect(seen.asked).toEqual([
      {
        id: '1772355000.000100~1772355500.000300',
        ts: '1772355000.000100',
        repeats: '1772355000.000100',
        place: { team: 'T1', channel: 'C1', threadTs: '1772355000.000100' },
        asker: { team: 'T1', user: 'U2' },
        text: 'How do I claim travel costs?',
        search,
        locale: 'en',
        isDirect: false,
      },
    ])
    expect(app.said).toEqual([])
  })

  it('answers once where somebody clicks twice, and then again', async () => {
    let release = () => {}
    const first = new Promise<void>((resolve) => {
      release = resolve
    })
    const { desk, seen } = createScriptedDesk({ ...asked, ask: () => first })
    const app = createInteractApp(desk)

    const one = app.deliver(click('kiku_try_again', TURN))
    await app.deliver(click('kiku_search_anyway', TURN))
    release()
    await one
    await app.deliver(click('kiku_try_again', TURN))

    expect(seen.asked).toHaveLength(2)
    expect(app.said).toMatchObject([{ text: expect.stringContaining('still on it') }])
  })

  it('waits for the answer that is under way', async () => {
    const { desk, seen } = createScriptedDesk({ ...asked, running: { [TURN]: { asker: { team: 'T1', user: 'U1' } } } })
    const app = createInteractApp(desk)

    await app.deliver(click('kiku_try_again', TURN))

    expect(seen.asked).toEqual([])
    expect(app.said).toMatchObject([{ text: expect.stringContaining('still on it') }])
  })

  it('stays private where the question was private', async () => {
    const { desk, seen } = createScriptedDesk(asked)
    const app = createInteractApp(desk)

    await app.deliver(click('kiku_search_anyway', PRIVATE))

    expect(seen.asked).toEqual([])
    expect(seen.askedPrivately).toMatchObject([{ search: 'always', text: 'How do I claim travel costs?' }])
  })

  it('does not give a private question to somebody else, unless it was shared here', async () => {
    const reply = {
      surface: 'slack',
      workspace: 'T1',
      channel: 'C1',
      messageId: '1772355010.000200',
      turnId: PRIVATE,
      at: 0,
    }
    const hidden = createScriptedDesk(asked)
    const shared = createScriptedDesk({ ...asked, replies: [reply] })
    const stranger = click('kiku_try_again', PRIVATE, { user: { id: 'U2' } })

    await createInteractApp(hidden.desk).deliver(stranger)
    await createInteractApp(shared.desk).deliver(stranger)

    expect(hidden.seen.askedPrivately).toEqual([])
    expect(shared.seen.askedPrivately).toHaveLength(1)
  })
})

describe('why', () => {
  it('explains an answer to whoever asks', async () => {
    const { desk, seen } = createScriptedDesk(asked)
    const app = createInteractApp(desk)

    await app.deliver(click('kiku_why', TURN, { user: { id: 'U2' } }))

    expect(app.said).toMatchObject([
      { response_type: 'ephemeral', replace_original: false, text: 'Why I answered this way' },
    ])
    expect(seen.log).toEqual([])
  })
})

describe('sharing', () => {
  it('is done by the asker, into the channel in which the question was asked', async () => {
    const { desk, seen } = createScriptedDesk(asked)
    const app = createInteractApp(desk)
    const container = { type: 'message', message_ts: '1.2', channel_id: 'C1', is_ephemeral: true }

    await app.deliver(click('kiku_share', PRIVATE, { container }))

    expect(seen.shared).toEqual([
      { turnId: PRIVATE, by: { team: 'T1', user: 'U1' }, place: { team: 'T1', channel: 'C1' } },
    ])
    expect(app.said).toMatchObject([{ text: 'Shared with the channel.', replace_original: false }])
  })

  it('finds the channel when the answer had to be given in a direct message', async () => {
    const { desk, seen } = createScriptedDesk({ ...asked, share: async () => 'asked-again' })
    const app = createInteractApp(desk)
    const container = { type: 'message', message_ts: '1.2', channel_id: 'D1', thread_ts: '1.1' }

    await app.deliver(click('kiku_share', PRIVATE, { channel: { id: 'D1' }, container }))

    expect(seen.shared).toMatchObject([{ place: { team: 'T1', channel: 'C1' } }])
    expect(app.said).toMatchObject([{ text: expect.stringContaining('asked again for everyone') }])
  })
})

describe('showing privately', () => {
  it('answers once more for the asker alone, with the question made standalone', async () => {
    const answers = { [TURN]: buildAnswer({ question: 'How do I claim travel costs in Kyoto?' }) }
    const { desk, seen } = createScriptedDesk({ ...asked, answers })
    const app = createInteractApp(desk)

    await app.deliver(click('kiku_show_privately', TURN))

    expect(seen.askedPrivately).toMatchObject([
      {
        id: 'private-1772355000.000100-offer',
        shownIn: { team: 'T1', channel: 'C1', threadTs: '1772355000.000100' },
        text: 'How do I claim travel costs in Kyoto?',
        search: 'always',
      },
    ])
  })

  it('is refused to everybody else', async () => {
    const { desk, seen } = createScriptedDesk(asked)
    const app = createInteractApp(desk)

    await app.deliver(click('kiku_show_privately', TURN, { user: { id: 'U2' } }))

    expect(seen.askedPrivately).toEqual([])
    expect(app.said).toMatchObject([{ text: expect.stringContaining('offered to somebody else') }])
  })
})

describe('forgetting', () => {
  const ephemeral = { container: { type: 'message', message_ts: '1.2', channel_id: 'C1', is_ephemeral: true } }

  it('forgets a person under every workspace they are known by', async () => {
    const users = { U1: { ...createScriptedDesk().world.users.U1!, team: 'T7' } }
    const { desk, seen } = createScriptedDesk({ users })
    const app = createInteractApp(desk)

    await app.deliver(click('kiku_forget', 'me', ephemeral))

    expect(seen.forgotten).toEqual(['slack:T7:U1', 'slack:T1:U1'])
    expect(app.said).toMatchObject([
      { replace_original: true, text: 'Done. I have forgotten 6 messages, my answers included.' },
    ])
  })

  it('forgets a thread for those who asked in it', async () => {
    const { desk, seen } = createScriptedDesk(asked)
    const app = createInteractApp(desk)

    await app.deliver(click('kiku_forget', `thread:${TURN}`, ephemeral))

    expect(seen.forgotten).toEqual([TURN])
  })

  it.each(['UGUEST', 'USTRANGER'])('forgets no thread of others for guests and strangers (%s)', async (user) => {
    const { desk, seen } = createScriptedDesk(asked)
    const app = createInteractApp(desk)

    await app.deliver(click('kiku_forget', `thread:${TURN}`, { ...ephemeral, user: { id: user } }))

    expect(seen.forgotten).toEqual([])
    expect(app.said).toMatchObject([{ text: expect.stringContaining('full members') }])
  })

  it('forgets a channel, ends the reading of its past first, and tells the channel', async () => {
    const { desk, seen } = createScriptedDesk()
    const app = createInteractApp(desk)

    await app.deliver(click('kiku_forget', 'channel:C1', ephemeral))

    expect(seen.backfills).toEqual(['C1:cancelled'])
    expect(seen.forgotten).toEqual(['C1'])
    expect(seen.calls).toMatchObject([
      {
        method: 'chat.postMessage',
        arguments: { channel: 'C1', text: expect.stringContaining('<@U1> has had me forget') },
      },
    ])
  })

  it('does not forget a channel for guests', async () => {
    const { desk, seen } = createScriptedDesk()
    const app = createInteractApp(desk)

    await app.deliver(click('kiku_forget', 'channel:C1', { ...ephemeral, user: { id: 'UGUEST' } }))

    expect(seen.forgotten).toEqual([])
    expect(seen.calls).toEqual([])
  })

  it('forgets a direct message for the one who is in it, without telling anyone', async () => {
    const { desk, seen } = createScriptedDesk()
    const app = createInteractApp(desk)

    await app.deliver(click('kiku_forget', 'channel:D1', { channel: { id: 'D1' } }))
    await app.deliver(click('kiku_forget', 'channel:D2', { channel: { id: 'D1' } }))

    expect(seen.forgotten).toEqual(['D1'])
    expect(seen.calls).toEqual([])
  })
})

describe('other buttons', () => {
  it('are acknowledged and left alone', async () => {
    const { desk, seen } = createScriptedDesk()
    const app = createInteractApp(desk)

    await app.deliver(click('open_link', 'https://example.org'))

    expect(app.acknowledged).toEqual([undefined])
    expect([app.said, seen.calls, seen.log]).toEqual([[], [], []])
  })

  it('are acknowledged once each', async () => {
    const { desk } = createScriptedDesk(asked)
    const app = createInteractApp(desk)

    await app.deliver(click('kiku_why', TURN))

    expect(app.acknowledged).toEqual([undefined])
  })
})
