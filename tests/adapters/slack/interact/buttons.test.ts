import { describe, expect, it } from 'vitest'
import { buildAnswer } from '../../../fakes/scripted-kiku.ts'
import { click, createInteractApp } from './interact-app.ts'
import { createScriptedDesk, question } from './scripted-desk.ts'

const TURN = question().id
const PRIVATE = 'slack:T1:C1:private-1.2.3'
const privateQuestion = question({ id: PRIVATE, threadId: PRIVATE })
const asked = { questions: [question(), privateQuestion], answers: { [TURN]: buildAnswer(), [PRIVATE]: buildAnswer() } }

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
        id: 'private-1772355500.000300',
        shownIn: { team: 'T1', channel: 'C1', threadTs: '1772355000.000100' },
        text: 'How do I claim travel costs in Kyoto?',
        search: 'always',
      },
    ])
  })

  it('answers once where somebody clicks twice', async () => {
    let release = () => {}
    const first = new Promise<void>((resolve) => {
      release = resolve
    })
    const { desk, seen } = createScriptedDesk({ ...asked, askPrivately: () => first })
    const app = createInteractApp(desk)

    const one = app.deliver(click('kiku_show_privately', TURN))
    await app.deliver(click('kiku_show_privately', TURN))
    release()
    await one

    expect(seen.askedPrivately).toHaveLength(1)
  })

  it('is refused to everybody else', async () => {
    const { desk, seen } = createScriptedDesk(asked)
    const app = createInteractApp(desk)

    await app.deliver(click('kiku_show_privately', TURN, { user: { id: 'U2' } }))

    expect(seen.askedPrivately).toEqual([])
    expect(app.said).toMatchObject([{ text: expect.stringContaining('offered to somebody else') }])
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
