import { describe, expect, it } from 'vitest'
import { serveInteraction } from '../../../../src/adapters/discord/interact/serve-interaction.ts'
import { buildAnswer } from '../../../fakes/scripted-kiku.ts'
import { click, command, ELSEWHERE, IN_DM, MANAGER, question } from './arrivals.ts'
import { createScriptedDesk } from './scripted-desk.ts'
import { customIds } from './scripted-responses.ts'
import { ALICE, BOB, CHANNEL, DM, FORUM, GUILD, OTHER_CHANNEL, PRIVATE_THREAD, THREAD } from './world-ids.ts'

const TURN = question().id
const PRIVATE = `discord:${GUILD}:${CHANNEL}:private-77`
const asked = {
  questions: [question(), question({ id: `discord:${GUILD}:${CHANNEL}:77`, threadId: PRIVATE, text: 'My salary?' })],
  answers: { [TURN]: buildAnswer(), [`discord:${GUILD}:${CHANNEL}:77`]: buildAnswer() },
}
const POST = `POST /channels/${CHANNEL}/messages`
const told = { calls: { [POST]: { id: '1' } } }
/** Manage Channels. */
const KEEPER = { permissions: '16' }
const ephemeral = { isEphemeral: true }

describe('/forget', () => {
  it('says what would go and asks once more, at once', async () => {
    const { desk, seen, responses } = createScriptedDesk()

    await serveInteraction(command('forget', { what: 'me' }), desk)

    expect(responses).toMatchObject([
      { way: 'reply', kind: 'ephemeral', text: expect.stringContaining('everything you have written') },
    ])
    expect(customIds(responses)).toEqual(['kiku-forget:me', 'kiku-forget:keep'])
    expect(seen.order).toEqual([])
  })

  it('forgets nothing when the person would rather keep it', async () => {
    const { desk, seen, responses } = createScriptedDesk()

    await serveInteraction(click('kiku-forget:keep', { ...ephemeral, locale: 'ja' }), desk)

    expect(responses).toMatchObject([{ way: 'deferUpdate' }, { way: 'editOriginal', text: '何も消していません。' }])
    expect(customIds(responses)).toEqual([])
    expect(seen.order).toEqual([])
  })

  it('forgets a person, whose answers in the making end first', async () => {
    const running = {
      [TURN]: { turnId: TURN, threadId: TURN, asker: ALICE },
      other: { turnId: 'other', threadId: 'other', asker: BOB },
    }
    const { desk, seen, responses } = createScriptedDesk({ running })

    await serveInteraction(click('kiku-forget:me', ephemeral), desk)

    expect(seen.order).toEqual([`stop ${TURN}`, `forget discord:${ALICE}`])
    expect(responses.at(-1)).toMatchObject({
      way: 'editOriginal',
      text: 'Done. I have forgotten 3 messages, my answers included.',
    })
  })

  it.each([
    ['public', THREAD, `discord:${GUILD}:${CHANNEL}:${THREAD}`],
    ['private', PRIVATE_THREAD, `discord:${GUILD}:${PRIVATE_THREAD}:${PRIVATE_THREAD}`],
  ])('takes a %s thread for the conversation', async (_kind, channelId, threadId) => {
    const { desk, responses } = createScriptedDesk()

    await serveInteraction(command('forget', { what: 'conversation' }, { where: { channelId } }), desk)

    expect(customIds(responses)[0]).toBe(`kiku-forget:thread:${threadId}`)
  })

  it('offers the conversations that the person began in a channel, then asks once more', async () => {
    const { desk, seen, responses } = createScriptedDesk(asked)
    await serveInteraction(command('forget', { what: 'conversation' }), desk)
    const picking = createScriptedDesk(asked)

    await serveInteraction(click('kiku-forget:pick', { ...ephemeral, values: [PRIVATE] }), picking.desk)

    expect(JSON.stringify(responses.at(-1)?.body)).toContain('"label":"My salary?"')
    expect(customIds(responses)).toEqual(['kiku-forget:pick'])
    expect(customIds(picking.responses)[0]).toBe(`kiku-forget:thread:${PRIVATE}`)
    expect([...seen.order, ...picking.seen.order]).toEqual([])
  })

  it('says when there is none to offer', async () => {
    const { desk, responses } = createScriptedDesk(asked)

    await serveInteraction(command('forget', { what: 'conversation' }, { user: BOB }), desk)

    expect(responses.at(-1)?.text).toContain('no conversation here')
  })

  it.each([
    ['who asked in it', TURN, ALICE, {}, true],
    ['who manage the channel', TURN, BOB, KEEPER, true],
    ['who manage the server, in a thread of the channel', TURN, BOB, { ...MANAGER, channelId: THREAD }, true],
    ['who neither asked nor manage anything', TURN, BOB, {}, false],
    ['who manage another channel', TURN, BOB, { ...KEEPER, channelId: OTHER_CHANNEL }, false],
    ['who manage the channel of a private conversation', PRIVATE, BOB, KEEPER, false],
    ['who had a private conversation', PRIVATE, ALICE, {}, true],
    ['who ask for what is none', 'slack:T1:C1:1.2', ALICE, MANAGER, false],
  ])('forgets a conversation for those %s: %s', async (_who, threadId, user, where, isAllowed) => {
    const { desk, seen, responses } = createScriptedDesk(asked)

    await serveInteraction(click(`kiku-forget:thread:${threadId}`, { ...ephemeral, user, where }), desk)

    expect(seen.order).toEqual(isAllowed ? [`forget ${threadId}`] : [])
    expect(responses.at(-1)?.text).toContain(isAllowed ? 'Done.' : 'Only those who asked')
  })

  it('forgets a channel, ends what is under way first, and tells the channel', async () => {
    const running = { [TURN]: { turnId: TURN, threadId: TURN, asker: BOB } }
    const { desk, seen } = createScriptedDesk({ ...told, running, guild: { threads: true, language: 'ja' } })

    await serveInteraction(click(`kiku-forget:channel:${CHANNEL}`, { ...ephemeral, where: KEEPER }), desk)

    expect(seen.order).toEqual([`cancel ${CHANNEL}`, `stop ${TURN}`, `forget ${GUILD}:${CHANNEL}`])
    expect(seen.calls).toMatchObject([
      {
        route: `/channels/${CHANNEL}/messages`,
        body: { content: expect.stringContaining(`<@${ALICE}> さんの依頼で`) },
      },
    ])
  })

  it('has forgotten it even where it may not tell', async () => {
    const { desk, seen, responses } = createScriptedDesk({ refusals: { [POST]: 50013 } })

    await serveInteraction(click(`kiku-forget:channel:${CHANNEL}`, { ...ephemeral, where: KEEPER }), desk)

    expect(responses.at(-1)?.text).toContain('Done.')
    expect(seen.log.map(({ event }) => event)).toEqual(['discord-announcement-failed', 'discord-forgotten'])
  })

  it('tells a forum with a post', async () => {
    const { desk, seen } = createScriptedDesk({ calls: { [`POST /channels/${FORUM}/threads`]: { id: '1' } } })

    await serveInteraction(
      click(`kiku-forget:channel:${FORUM}`, { ...ephemeral, where: { ...KEEPER, channelId: FORUM } }),
      desk,
    )

    expect(seen.calls).toMatchObject([{ body: { name: expect.any(String), message: { content: expect.any(String) } } }])
  })

  it.each([
    ['without a permission', {}],
    ['with one of another channel', { ...KEEPER, channelId: OTHER_CHANNEL }],
    ['in a group', { ...ELSEWHERE, guild: 'dm', permissions: '0' }],
  ])('does not forget a channel %s', async (_who, where) => {
    const { desk, seen, responses } = createScriptedDesk()

    await serveInteraction(click(`kiku-forget:channel:${CHANNEL}`, { ...ephemeral, where }), desk)

    expect(seen.order).toEqual([])
    expect(responses.at(-1)?.text).toContain('Manage Channels')
  })

  it('does not even offer it without the permission', async () => {
    const { desk, responses } = createScriptedDesk()

    await serveInteraction(command('forget', { what: 'channel' }, { locale: 'ja' }), desk)

    expect(responses).toMatchObject([{ way: 'reply', text: expect.stringContaining('「チャンネルの管理」') }])
  })

  it('offers the channel of a thread', async () => {
    const { desk, responses } = createScriptedDesk()

    await serveInteraction(command('forget', { what: 'channel' }, { where: { ...KEEPER, channelId: THREAD } }), desk)

    expect(customIds(responses)[0]).toBe(`kiku-forget:channel:${CHANNEL}`)
    expect(responses.at(-1)?.text).toContain(`<#${CHANNEL}>`)
  })

  it('forgets a direct message for the one who is in it, without telling anyone', async () => {
    const own = createScriptedDesk()
    const other = createScriptedDesk()

    await serveInteraction(click(`kiku-forget:channel:${DM}`, { ...ephemeral, where: IN_DM }), own.desk)
    await serveInteraction(click('kiku-forget:channel:12345', { ...ephemeral, where: IN_DM }), other.desk)

    expect(own.seen.order).toEqual([`cancel ${DM}`, `forget dm:${DM}`])
    expect(own.seen.calls).toEqual([])
    expect(other.seen.order).toEqual([])
  })
})
