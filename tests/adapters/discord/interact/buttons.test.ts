import { describe, expect, it } from 'vitest'
import { serveInteraction } from '../../../../src/adapters/discord/interact/serve-interaction.ts'
import { buildAnswer } from '../../../fakes/scripted-kiku.ts'
import { click, IN_DM } from './arrivals.ts'
import { asked, DIRECT_TURN, PRIVATE, QUOTED, TURN } from './asked-before.ts'
import { createScriptedDesk } from './scripted-desk.ts'
import { ALICE, BOB, CHANNEL, DM, GUILD, INTERACTION, OTHER_CHANNEL, QUESTION } from './world-ids.ts'

const running = { [TURN]: { turnId: TURN, threadId: TURN, asker: ALICE } }

describe('Stop', () => {
  it('stops the answer for its asker', async () => {
    const { desk, seen, responses } = createScriptedDesk({ running })

    await serveInteraction(click(`kiku-stop:${TURN}`), desk)

    expect(seen.order).toEqual([`stop ${TURN}`])
    expect(responses).toEqual([{ way: 'deferUpdate' }])
  })

  it('stops it for those who manage messages there', async () => {
    const { desk, seen } = createScriptedDesk({ running })

    await serveInteraction(click(`kiku-stop:${TURN}`, { user: BOB, where: { permissions: '8192' } }), desk)

    expect(seen.order).toEqual([`stop ${TURN}`])
  })

  it.each([
    ['without a permission', {}],
    ['with a permission of another channel', { permissions: '8192', channelId: OTHER_CHANNEL }],
    ['with a permission of another server', { permissions: '8', guild: '900000000000000002' }],
    ['with a permission that is none', { permissions: 'all' }],
  ])('does not stop it for others (%s)', async (_who, where) => {
    const { desk, seen, responses } = createScriptedDesk({ running })

    await serveInteraction(click(`kiku-stop:${TURN}`, { user: BOB, where }), desk)

    expect(seen.order).toEqual([])
    expect(responses.at(-1)).toMatchObject({ kind: 'ephemeral', text: expect.stringContaining('Only the person') })
  })

  it('says that an answer has ended', async () => {
    const { desk, responses } = createScriptedDesk(asked)

    await serveInteraction(click(`kiku-stop:${TURN}`), desk)

    expect(responses).toMatchObject([
      { way: 'reply', kind: 'ephemeral', text: expect.stringContaining('already ended') },
    ])
  })
})

describe('Try again and Search anyway', () => {
  it.each([
    ['kiku-again', 'auto'],
    ['kiku-search', 'always'],
  ])('answers once more in the same conversation, for anybody who reads it (%s)', async (action, search) => {
    const { desk, seen, responses } = createScriptedDesk(asked)

    await serveInteraction(click(`${action}:${TURN}`, { user: BOB, locale: 'ja' }), desk)

    expect(responses).toEqual([{ way: 'defer', kind: 'public' }])
    expect(seen.asked).toMatchObject([
      {
        id: `${QUESTION}~${INTERACTION}`,
        repeats: QUESTION,
        place: { guild: GUILD, channel: CHANNEL, root: QUESTION },
        asker: { id: BOB },
        text: 'How do I claim travel costs?',
        search,
        locale: 'ja',
        target: { isEphemeral: false, channelId: CHANNEL },
      },
    ])
  })

  it('answers a private question once more for its asker alone', async () => {
    const { desk, seen, responses } = createScriptedDesk(asked)

    await serveInteraction(click(`kiku-again:${PRIVATE}`, { isEphemeral: true }), desk)

    expect(responses).toEqual([{ way: 'defer', kind: 'ephemeral' }])
    expect(seen.asked).toMatchObject([{ repeats: '77', place: { root: 'private-77' }, target: { isEphemeral: true } }])
  })

  it.each([PRIVATE, TURN])('goes on with what was answered directly, for its asker alone (%s)', async (turn) => {
    const mine = createScriptedDesk(asked)
    const others = createScriptedDesk(asked)

    await serveInteraction(click(`kiku-again:${turn}`, { where: IN_DM }), mine.desk)
    await serveInteraction(click(`kiku-again:${turn}`, { where: IN_DM, user: BOB }), others.desk)

    expect(mine.responses).toEqual([{ way: 'defer', kind: 'ephemeral' }])
    expect(mine.seen.asked).toMatchObject([{ place: { guild: GUILD }, target: { isEphemeral: true, channelId: DM } }])
    expect(others.seen.asked).toEqual([])
  })

  it('never answers a private question where others read', async () => {
    const { desk, seen, responses } = createScriptedDesk(asked)

    await serveInteraction(click(`kiku-again:${PRIVATE}`), desk)

    expect(seen.asked).toEqual([])
    expect(responses).toMatchObject([
      { way: 'defer' },
      { way: 'deleteOriginal' },
      { way: 'followUp', kind: 'ephemeral' },
    ])
  })

  it('does not ask without the messages that a question was about', async () => {
    const { desk, seen, responses } = createScriptedDesk(asked)

    await serveInteraction(click(`kiku-again:${QUOTED}`, { isEphemeral: true }), desk)

    expect(seen.asked).toEqual([])
    expect(responses.at(-1)?.text).toContain('messages of others')
  })

  it('says that it is on it already, be it running or just clicked', async () => {
    const busy = createScriptedDesk({ ...asked, running })
    await serveInteraction(click(`kiku-again:${TURN}`), busy.desk)

    let finish = () => {}
    const done = new Promise<void>((resolve) => {
      finish = resolve
    })
    const slow = createScriptedDesk({ ...asked, ask: () => done })
    const twin = createScriptedDesk(asked)
    const first = serveInteraction(click(`kiku-again:${TURN}`), slow.desk)
    Object.assign(slow.desk, { interactions: twin.desk.interactions })
    await serveInteraction(click(`kiku-search:${TURN}`), slow.desk)
    finish()
    await first

    expect(busy.responses).toMatchObject([{ way: 'reply', text: expect.stringContaining('still on it') }])
    expect(twin.responses).toMatchObject([{ way: 'reply', text: expect.stringContaining('still on it') }])
    expect(slow.seen.asked).toHaveLength(1)
  })
})

describe('Show sources and Why', () => {
  it('shows what an answer draws on, to whoever asks alone', async () => {
    const { desk, responses } = createScriptedDesk(asked)

    await serveInteraction(click(`kiku-sources:${TURN}`, { user: BOB }), desk)

    expect(responses).toMatchObject([
      { way: 'deferUpdate' },
      { way: 'followUp', kind: 'ephemeral', text: expect.not.stringContaining('no longer') },
    ])
  })

  it('shows nothing that was forgotten since', async () => {
    const { desk, responses } = createScriptedDesk({ ...asked, isIntact: false })

    await serveInteraction(click(`kiku-sources:${TURN}`), desk)

    expect(responses.at(-1)?.text).toContain('deleted or forgotten since')
  })

  it('shows nothing that this person may not read any more', async () => {
    const answer = buildAnswer({ audiences: ['public', 'discord:900000000000000009:closed'] })
    const { desk, responses } = createScriptedDesk({ ...asked, answers: { [TURN]: answer } })

    await serveInteraction(click(`kiku-sources:${TURN}`, { user: BOB }), desk)

    expect(responses.at(-1)?.text).toContain('deleted or forgotten since')
  })

  it('says that there are none', async () => {
    const { desk, responses } = createScriptedDesk({ ...asked, answers: { [TURN]: buildAnswer({ citations: [] }) } })

    await serveInteraction(click(`kiku-sources:${TURN}`, { locale: 'ja' }), desk)

    expect(responses.at(-1)?.text).toBe('この回答に出典はありません。')
  })

  it.each(['en', 'ja'] as const)('says why it answered so (%s)', async (locale) => {
    const { desk, responses } = createScriptedDesk(asked)

    await serveInteraction(click(`kiku-why:${TURN}`, { locale }), desk)

    expect(responses.map(({ way }) => way)).toEqual(['deferUpdate', 'followUp'])
    expect(responses.at(-1)?.text).not.toBe('')
  })
})

describe('Show only to me', () => {
  it('answers the question made standalone for its asker alone, in place of the offer', async () => {
    const { desk, seen, responses } = createScriptedDesk(asked)

    await serveInteraction(click(`kiku-private:${TURN}`, { isEphemeral: true }), desk)

    expect(responses).toEqual([{ way: 'deferUpdate' }])
    expect(seen.asked).toMatchObject([
      {
        id: INTERACTION,
        place: { guild: GUILD, channel: CHANNEL, root: `private-${INTERACTION}` },
        text: 'How do I start?',
        search: 'always',
        target: { isEphemeral: true, canPost: false },
      },
    ])
    expect(seen.asked[0]).not.toHaveProperty('repeats')
  })

  it('is for the asker only', async () => {
    const { desk, seen, responses } = createScriptedDesk(asked)

    await serveInteraction(click(`kiku-private:${TURN}`, { user: BOB, isEphemeral: true }), desk)

    expect(seen.asked).toEqual([])
    expect(responses.at(-1)?.text).toContain('somebody else')
  })

  it('works in a direct message', async () => {
    const { desk, seen } = createScriptedDesk(asked)

    await serveInteraction(click(`kiku-again:${DIRECT_TURN}`, { where: IN_DM }), desk)

    expect(seen.asked).toMatchObject([{ place: { guild: 'dm', channel: DM, root: '66' }, target: { canPost: true } }])
  })
})
