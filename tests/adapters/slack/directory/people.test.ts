import { describe, expect, it } from 'vitest'
import { createGateway, member } from './scripted-api.ts'
import { createTested, type Script, settled, usersInfo } from './tested-directory.ts'

const { signal } = new AbortController()

describe('people', () => {
  it('reads a person, name, language and time zone included', async () => {
    const yuki = member('U1', {
      locale: 'ja-JP',
      tz_offset: 32_400,
      profile: { display_name: '', real_name: '田中雪' },
    })
    const { api, directory } = createTested(usersInfo({ U1: yuki }))

    const user = await directory.findUser('U1', signal)

    expect(user).toEqual({
      id: 'U1',
      team: 'T1',
      name: '田中雪',
      locale: 'ja',
      utcOffset: 32_400,
      isBot: false,
      isOutsider: false,
    })
    expect(directory.peekUser('U1')).toEqual(user)
    expect(api.calls).toEqual([{ method: 'users.info', given: { user: 'U1', include_locale: true } }])
  })

  it.each([
    ['a member', {}, false],
    ['a bot', { is_bot: true }, false],
    ['a single-channel guest', { is_restricted: true, is_ultra_restricted: true }, true],
    ['a multi-channel guest', { is_restricted: true }, true],
    ['a person of another workspace', { team_id: 'T2' }, true],
    ['a stranger', { is_stranger: true }, true],
    ['a deactivated person', { deleted: true }, true],
    ['a person who has not come yet', { is_invited_user: true }, true],
    ['somebody of whom Slack says little', { is_restricted: undefined, is_ultra_restricted: undefined }, true],
    ['a colleague by the organisation', { team_id: 'T9', enterprise_user: { teams: ['T9', 'T1'] } }, false],
    ['a guest by the organisation', { team_id: 'T9', enterprise_user: { teams: ['T1'] }, is_restricted: true }, true],
    ['somebody elsewhere in the organisation', { team_id: 'T9', enterprise_user: { teams: ['T9'] } }, true],
  ])('says of %s whether it is an outsider', async (_who, fields, isOutsider) => {
    const { directory } = createTested(usersInfo({ U1: member('U1', fields) }))

    expect(await directory.findUser('U1', signal)).toMatchObject({ isOutsider })
  })

  it('assumes nothing of a person whose workspace Slack does not name', async () => {
    const { directory } = createTested(usersInfo({ U1: member('U1', { team_id: undefined }) }))

    expect(await directory.findUser('U1', signal)).toBeUndefined()
  })

  it('asks once for a person whom many want to know of at the same time', async () => {
    const { api, directory } = createTested(usersInfo({ U1: member('U1') }))

    await Promise.all(Array.from({ length: 50 }, () => directory.findUser('U1', signal)))

    expect(api.calls).toHaveLength(1)
  })

  it('remembers for ten minutes, and asks again in the background before they are over', async () => {
    const people = { U1: member('U1', { name: 'old' }) }
    const { api, clock, directory } = createTested(usersInfo(people))
    await directory.findUser('U1', signal)
    people.U1 = member('U1', { name: 'new' })

    clock.pass(7 * 60_000)
    const fresh = await directory.findUser('U1', signal)
    clock.pass(90_000)
    const nearlyStale = await directory.findUser('U1', signal)
    await settled()
    const refreshed = await directory.findUser('U1', signal)

    expect([fresh?.name, nearlyStale?.name, refreshed?.name]).toEqual(['old', 'old', 'new'])
    expect(api.calls).toHaveLength(2)
  })

  it('asks again for who was forgotten, also when the answer was on its way', async () => {
    const { promise, resolve } = createGateway()
    let isGuest = false
    const { api, directory } = createTested({
      'users.info': async () => {
        const user = member('U1', { is_restricted: isGuest })
        await promise
        return { user }
      },
    })
    const asked = directory.findUser('U1', signal)
    await settled()

    isGuest = true
    directory.forgetUser('U1')
    resolve()

    expect(await asked).toBeUndefined()
    expect(await directory.findUser('U1', signal)).toMatchObject({ isOutsider: true })
    expect(api.calls).toHaveLength(2)
  })

  it('reads the list of the workspace for many people, and asks singly for strangers', async () => {
    const ids = Array.from({ length: 300 }, (_, index) => `U${index}`)
    const list: Script = {
      'users.list': ({ cursor }) => ({
        members: ids.slice(cursor ? 150 : 0, cursor ? 300 : 150).map((id) => member(id)),
        response_metadata: { next_cursor: cursor ? '' : 'second' },
      }),
      ...usersInfo({ USTRANGER: member('USTRANGER', { team_id: 'T2', is_stranger: true }) }),
    }
    const { api, directory } = createTested(list)

    const users = await Promise.all([...ids, 'USTRANGER'].map((id) => directory.findUser(id, signal)))

    expect(users.map((user) => user?.id)).toEqual([...ids, 'USTRANGER'])
    expect(users.at(-1)).toMatchObject({ isOutsider: true })
    expect([api.callsOf('users.list'), api.callsOf('users.info')]).toEqual([2, 1])
  })

  it('does not believe a list about a person who was changed meanwhile', async () => {
    const ids = Array.from({ length: 30 }, (_, index) => `U${index}`)
    const { promise, resolve } = createGateway()
    const { directory } = createTested({
      'users.list': async () => {
        await promise
        return { members: ids.map((id) => member(id)) }
      },
      ...usersInfo({ U7: member('U7', { is_restricted: true }) }),
    })
    const asked = Promise.all(ids.map((id) => directory.findUser(id, signal)))
    await settled()

    directory.forgetUser('U7')
    const askedAgain = Promise.all(ids.map((id) => directory.findUser(id, signal)))
    resolve()

    expect((await asked)[7]).toBeUndefined()
    expect((await askedAgain)[8]).toMatchObject({ isOutsider: false })
    expect(await directory.findUser('U7', signal)).toMatchObject({ isOutsider: true })
  })
})
