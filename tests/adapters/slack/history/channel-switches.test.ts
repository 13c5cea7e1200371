import { describe, expect, it } from 'vitest'
import { createMemoryStore } from '../../../../src/adapters/memory/memory-store.ts'
import { createChannelSwitches } from '../../../../src/adapters/slack/history/channel-switches.ts'

const defaults = { followUps: true, remember: false }

describe('the switches of a channel', () => {
  it('begin with the defaults, and keep what was chosen across restarts', async () => {
    const { settings } = createMemoryStore()
    const first = createChannelSwitches({ settings, team: 'T1', defaults })

    const before = await first.read('C1')
    await first.write('C1', { followUps: false, remember: true })
    const again = createChannelSwitches({ settings, team: 'T1', defaults })

    expect(before).toEqual(defaults)
    expect(await first.read('C1')).toEqual({ followUps: false, remember: true })
    expect(await again.read('C1')).toEqual({ followUps: false, remember: true })
    expect(await again.read('C2')).toEqual(defaults)
    expect(await settings.list('slack:')).toEqual([
      { name: 'slack:T1:channel:C1', value: '{"followUps":false,"remember":true}' },
    ])
  })

  it.each([
    ['not json', defaults],
    ['[]', defaults],
    ['{"remember":"yes","followUps":false}', { followUps: false, remember: false }],
    ['{"remember":true,"later":1}', { followUps: true, remember: true }],
  ])('fall back to the defaults where %s was kept', async (value, expected) => {
    const { settings } = createMemoryStore()
    await settings.set('slack:T1:channel:C1', value)

    expect(await createChannelSwitches({ settings, team: 'T1', defaults }).read('C1')).toEqual(expected)
  })

  it('are looked up once, and only so many are kept at hand', async () => {
    const store = createMemoryStore()
    const asked: string[] = []
    const settings = {
      ...store.settings,
      get: (name: string) => {
        asked.push(name)
        return store.settings.get(name)
      },
    }
    const switches = createChannelSwitches({ settings, team: 'T1', defaults, most: 2 })

    for (const channel of ['C1', 'C1', 'C2', 'C3', 'C3', 'C1']) await switches.read(channel)

    expect(asked.map((name) => name.slice(-2))).toEqual(['C1', 'C2', 'C3', 'C1'])
  })

  it('show what was written while they were being read', async () => {
    const { settings } = createMemoryStore()
    const switches = createChannelSwitches({ settings, team: 'T1', defaults })

    const reading = switches.read('C1')
    await switches.write('C1', { followUps: false, remember: true })
    await reading

    expect(await switches.read('C1')).toEqual({ followUps: false, remember: true })
  })
})
