import { describe, expect, it } from 'vitest'
import { serveInteraction } from '../../../../src/adapters/discord/interact/serve-interaction.ts'
import { click, command, ELSEWHERE, form, IN_DM, MANAGER } from './arrivals.ts'
import { channel, createScriptedDesk } from './scripted-desk.ts'
import { customIds } from './scripted-responses.ts'
import { ALICE, CHANNEL, FORUM, GUILD, OTHER_CHANNEL, PRIVATE_THREAD, THREAD } from './world-ids.ts'

const managed = { where: MANAGER, isEphemeral: true }
const remembering = { followUps: true, remember: true, answerPosts: false }
const open = (where: object, options = {}, locale: 'en' | 'ja' = 'en') =>
  command('kiku', options, { subcommand: 'config', where, locale })

describe('/kiku config', () => {
  it('shows the switches of the server and of the channel to one who manages it alone', async () => {
    const { desk, responses } = createScriptedDesk()

    await serveInteraction(open(MANAGER), desk)

    expect(responses.map(({ way, kind }) => [way, kind])).toEqual([
      ['defer', 'ephemeral'],
      ['editOriginal', undefined],
    ])
    expect(responses.at(-1)?.body?.kind).toBe('laid-out')
    expect(responses.at(-1)?.text).toContain(`In <#${CHANNEL}>`)
    expect(customIds(responses).slice(0, 7)).toEqual([
      `kiku-config:language:${CHANNEL}`,
      `kiku-config:channel:${CHANNEL}`,
      `kiku-config:threads:${CHANNEL}:off`,
      `kiku-config:followUps:${CHANNEL}:off`,
      `kiku-config:remember:${CHANNEL}:on`,
      `kiku-config:days:${CHANNEL}`,
      `kiku-config:refresh:${CHANNEL}`,
    ])
  })

  it('offers to answer the posts of forums', async () => {
    const { desk, responses } = createScriptedDesk()

    await serveInteraction(open(MANAGER, { channel: FORUM }, 'ja'), desk)

    expect(customIds(responses)).toContain(`kiku-config:answerPosts:${FORUM}:on`)
    expect(responses.at(-1)?.text).toContain('投稿への回答')
  })

  it.each([THREAD, PRIVATE_THREAD])('shows the channel of a thread', async (channelId) => {
    const { desk, responses } = createScriptedDesk()

    await serveInteraction(open({ ...MANAGER, channelId }), desk)

    expect(customIds(responses)[0]).toBe(`kiku-config:language:${CHANNEL}`)
  })

  it('says what keeps Kiku from reading on, and how far the past is read', async () => {
    const { desk, responses } = createScriptedDesk({
      hasMessageContent: false,
      missing: ['ReadMessageHistory', 'SomethingNew'],
      backfill: { kind: 'running', messages: 12 },
    })

    await serveInteraction(open(MANAGER), desk)

    expect(responses.at(-1)?.text).toContain('Message Content intent')
    expect(responses.at(-1)?.text).toContain('Read Message History, Something New.')
    expect(responses.at(-1)?.text).toContain('12 messages so far')
  })

  it.each([
    ['in a direct message', IN_DM, 'servers that I am a member of'],
    ['where Kiku is not', { ...ELSEWHERE, ...MANAGER }, 'servers that I am a member of'],
    ['without the permission', { permissions: '16' }, 'Manage Server'],
  ])('is not for those %s', async (_who, where, expected) => {
    const { desk, responses } = createScriptedDesk()

    await serveInteraction(open(where), desk)

    expect(responses).toMatchObject([{ way: 'reply', kind: 'ephemeral', text: expect.stringContaining(expected) }])
  })

  it.each(['404', OTHER_CHANNEL])('does not know channels that it does not see, or of other servers', async (id) => {
    const { desk, responses } = createScriptedDesk({ channels: [channel({ id: OTHER_CHANNEL, guild: '7' })] })

    await serveInteraction(open(MANAGER, { channel: id }), desk)

    expect(responses.at(-1)?.text).toContain('cannot see that channel')
  })

  it.each([
    ['kiku-config:language', ['ja'], { guild: GUILD, language: 'ja', threads: true }],
    ['kiku-config:language', ['auto'], { guild: GUILD, language: undefined, threads: true }],
    ['kiku-config:threads', [], { guild: GUILD, threads: false }],
    [
      'kiku-config:followUps',
      [],
      { guild: GUILD, channel: CHANNEL, followUps: false, remember: false, answerPosts: false },
    ],
  ])('changes what is clicked and shows it (%s %j)', async (id, values, written) => {
    const { desk, seen, responses } = createScriptedDesk()
    const suffix = values.length > 0 ? '' : ':off'

    await serveInteraction(click(`${id}:${CHANNEL}${suffix}`, { ...managed, values }), desk)

    expect(seen.written).toEqual([written])
    expect(responses.map(({ way }) => way)).toEqual(['deferUpdate', 'editOriginal'])
    if (values.length === 0) expect(customIds(responses)).toContain(`${id}:${CHANNEL}:on`)
  })

  it('shows another channel', async () => {
    const { desk, seen, responses } = createScriptedDesk()

    await serveInteraction(click(`kiku-config:channel:${CHANNEL}`, { ...managed, values: [FORUM] }), desk)

    expect(customIds(responses)[0]).toBe(`kiku-config:language:${FORUM}`)
    expect(seen.written).toEqual([])
  })

  it('checks the permission at every click', async () => {
    for (const control of [
      'language',
      'threads',
      'channel',
      'followUps',
      'remember',
      'answerPosts',
      'days',
      'refresh',
    ]) {
      const { desk, seen, responses } = createScriptedDesk()

      await serveInteraction(click(`kiku-config:${control}:${CHANNEL}`, { isEphemeral: true, values: ['ja'] }), desk)

      expect(seen.written).toEqual([])
      expect(responses).toMatchObject([{ way: 'reply', text: expect.stringContaining('Manage Server') }])
    }
  })
})

describe('remembering', () => {
  const POST = `POST /channels/${CHANNEL}/messages`

  it('is announced in the channel, in the language of the server, before it begins', async () => {
    const { desk, seen } = createScriptedDesk({ calls: { [POST]: {} }, guild: { threads: true, language: 'ja' } })

    await serveInteraction(click(`kiku-config:remember:${CHANNEL}:on`, managed), desk)

    expect(seen.calls).toMatchObject([{ body: { content: expect.stringContaining(`<@${ALICE}> さんの依頼で`) } }])
    expect(seen.written).toMatchObject([{ channel: CHANNEL, remember: true }])
  })

  it('stays off where the channel cannot be told', async () => {
    const { desk, seen, responses } = createScriptedDesk({ refusals: { [POST]: 50013 } })

    await serveInteraction(click(`kiku-config:remember:${CHANNEL}:on`, managed), desk)

    expect(seen.written).toEqual([])
    expect(responses.at(-1)?.text).toContain('I could not tell the channel')
    expect(customIds(responses)).toContain(`kiku-config:remember:${CHANNEL}:on`)
  })

  it('is announced in a forum with a post', async () => {
    const { desk, seen } = createScriptedDesk({ calls: { [`POST /channels/${FORUM}/threads`]: {} } })

    await serveInteraction(click(`kiku-config:remember:${FORUM}:on`, managed), desk)

    expect(seen.calls).toMatchObject([
      { body: { name: 'Kiku remembers this forum', message: { content: expect.any(String) } } },
    ])
    expect(seen.written).toMatchObject([{ channel: FORUM, remember: true }])
  })

  it('is announced once, however often it is clicked', async () => {
    const { desk, seen } = createScriptedDesk({ switches: remembering })

    await serveInteraction(click(`kiku-config:remember:${CHANNEL}:on`, managed), desk)

    expect(seen.calls).toEqual([])
  })

  it('ends with the reading of the past, and says what stays', async () => {
    const { desk, seen, responses } = createScriptedDesk({ switches: remembering })

    await serveInteraction(click(`kiku-config:remember:${CHANNEL}:off`, managed), desk)

    expect(seen.written).toMatchObject([{ remember: false }])
    expect(seen.order).toEqual([`cancel ${CHANNEL}`])
    expect(responses.at(-1)?.text).toContain('already stays')
  })
})

describe('the past', () => {
  const days = (entered: string, where: object = MANAGER) =>
    form(`kiku-config:days:${CHANNEL}`, { days: entered }, { where, hasMessage: true })

  it('asks for days in a form, which comes first', async () => {
    const { desk, responses } = createScriptedDesk({ switches: remembering })

    await serveInteraction(click(`kiku-config:days:${CHANNEL}`, managed), desk)

    expect(responses).toMatchObject([{ way: 'openForm', form: { custom_id: `kiku-config:days:${CHANNEL}` } }])
  })

  it.each(['30', ' ３０ '])('is read for as many days as are entered (%j)', async (entered) => {
    const { desk, seen, responses } = createScriptedDesk({
      switches: remembering,
      backfill: { kind: 'running', messages: 0 },
    })

    await serveInteraction(days(entered), desk)

    expect(seen.order).toEqual([`read ${CHANNEL} 30`])
    expect(responses.map(({ way }) => way)).toEqual(['deferUpdate', 'editOriginal'])
    expect(responses.at(-1)?.text).toContain('Reading the past just now')
  })

  it.each(['', '0', '366', '-1', '1.5', 'all', '1e2'])('is not read for %j', async (entered) => {
    const { desk, seen, responses } = createScriptedDesk({ switches: remembering })

    await serveInteraction(days(entered), desk)

    expect(seen.order).toEqual([])
    expect(responses).toMatchObject([{ way: 'reply', text: expect.stringContaining('from 1 to 365') }])
  })

  it.each([
    ['where nothing is remembered', { remember: false }, MANAGER, 'Switch on remembering'],
    ['without the permission', {}, {}, 'Manage Server'],
  ])('is not read %s', async (_why, about, where, expected) => {
    const { desk, seen, responses } = createScriptedDesk({ switches: { ...remembering, ...about } })

    await serveInteraction(days('30', where), desk)

    expect(seen.order).toEqual([])
    expect(responses.at(-1)).toMatchObject({ kind: 'ephemeral', text: expect.stringContaining(expected) })
  })
})
