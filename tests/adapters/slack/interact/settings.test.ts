import { describe, expect, it } from 'vitest'
import { click, command, createInteractApp, submission } from './interact-app.ts'
import { createScriptedDesk } from './scripted-desk.ts'

const metadata = { channel: 'C1', locale: 'en' }
const ticked = (...names: string[]) =>
  Object.fromEntries(names.map((name) => [name, { [name]: { selected_options: [{ value: 'on' }] } }]))
const days = (value: string) => ({ days: { days: { type: 'number_input', value } } })

describe('settings of a channel', () => {
  it.each([
    ['/kiku settings', command('設定')],
    ['the button', click('kiku_open_settings', 'C1')],
  ])('open at once by %s and are filled then', async (_way, delivery) => {
    const { desk, seen } = createScriptedDesk()
    const app = createInteractApp(desk)

    await app.deliver(delivery)

    expect(seen.calls.map(({ method }) => method)).toEqual(['views.open', 'views.update'])
    expect(seen.calls[1]?.arguments).toMatchObject({ view_id: 'V1', view: { callback_id: 'kiku_settings' } })
    const form = JSON.stringify(seen.calls[1]?.arguments.view)
    expect(form).toContain('initial_options')
    expect(form).toContain('Reading the past just now: 12 messages so far.')
  })

  it('are shown to full members only', async () => {
    const { desk, seen } = createScriptedDesk()
    const app = createInteractApp(desk)

    await app.deliver(command('settings', { user_id: 'UGUEST' }))

    const form = JSON.stringify(seen.calls[1]?.arguments.view)
    expect(form).toContain('Only full members')
    expect(form).not.toContain('"input"')
  })

  it('do not exist in direct messages', async () => {
    const { desk, seen } = createScriptedDesk()
    const app = createInteractApp(desk)

    await app.deliver(command('settings', { channel_id: 'D1' }))

    expect(app.said).toMatchObject([{ text: expect.stringContaining('Settings belong to channels') }])
    expect(seen.calls).toEqual([])
  })

  it('are explained in the form when reading them fails', async () => {
    const { desk, seen } = createScriptedDesk()
    const channels = { ...desk.channels, read: () => Promise.reject(new Error('disk')) }
    const app = createInteractApp({ ...desk, channels })

    await app.deliver(command('settings'))

    expect(JSON.stringify(seen.calls[1]?.arguments.view)).toContain('Something went wrong on my side')
  })

  it('announce that a channel is remembered before it is, and read its past', async () => {
    const { desk, seen } = createScriptedDesk()
    const app = createInteractApp(desk)

    await app.deliver(submission('kiku_settings', metadata, { ...ticked('follow_ups', 'remember'), ...days('３０') }))

    expect(seen.calls[0]).toMatchObject({
      method: 'chat.postMessage',
      arguments: { channel: 'C1', text: expect.stringContaining('<@U1> has asked me to remember') },
    })
    expect(seen.written).toEqual([{ followUps: true, remember: true }])
    expect(seen.backfills).toEqual(['C1:30'])
    expect(seen.calls[1]).toMatchObject({
      method: 'chat.postEphemeral',
      arguments: { text: expect.stringContaining('past 30 days') },
    })
  })

  it('change nothing when the channel cannot be told', async () => {
    const { desk, seen } = createScriptedDesk({ refusals: { 'chat.postMessage': 'restricted_action' } })
    const app = createInteractApp(desk)

    await app.deliver(submission('kiku_settings', metadata, ticked('remember')))

    expect(seen.written).toEqual([])
    expect(JSON.stringify(seen.calls.at(-1))).toContain('I could not tell the channel')
  })

  it('end the reading of the past when remembering is switched off, and announce nothing', async () => {
    const { desk, seen } = createScriptedDesk({ settings: { followUps: true, remember: true } })
    const app = createInteractApp(desk)

    await app.deliver(submission('kiku_settings', metadata, {}))

    expect(seen.written).toEqual([{ followUps: false, remember: false }])
    expect(seen.backfills).toEqual(['C1:cancelled'])
    expect(seen.calls.map(({ method }) => method)).toEqual(['chat.postEphemeral'])
  })

  it('are not changed by somebody who has left the channel meanwhile', async () => {
    const { desk, seen } = createScriptedDesk({ members: { C1: ['U2'] } })
    const app = createInteractApp(desk)

    await app.deliver(submission('kiku_settings', metadata, ticked('remember')))

    expect(seen.written).toEqual([])
  })

  it.each([
    ['0.5', ['remember'], 'whole number'],
    ['366', ['remember'], 'whole number'],
    ['-1', ['remember'], 'whole number'],
    ['7', [], 'Switch on remembering first'],
  ])('send back %s days with %j ticked', async (value, names, words) => {
    const { desk, seen } = createScriptedDesk()
    const app = createInteractApp(desk)

    await app.deliver(submission('kiku_settings', metadata, { ...ticked(...names), ...days(value) }))

    expect(app.acknowledged).toMatchObject([
      { response_action: 'errors', errors: { days: expect.stringContaining(words) } },
    ])
    expect(seen.written).toEqual([])
  })

  it('of a form that Kiku did not make are refused and said so', async () => {
    const { desk, seen } = createScriptedDesk()
    const app = createInteractApp(desk)

    await app.deliver(submission('kiku_settings', 'no JSON', ticked('remember')))

    expect(app.acknowledged).toEqual([undefined])
    expect(seen.written).toEqual([])
    expect(seen.calls).toMatchObject([{ method: 'chat.postMessage', arguments: { channel: 'U1' } }])
  })
})
