import { describe, expect, it } from 'vitest'
import { createThreadParents } from '../../../../src/adapters/discord/history/thread-parents.ts'
import { createMemoryStore } from '../../../../src/adapters/memory/memory-store.ts'

describe('the channels that private threads hang on', () => {
  it('are known after a restart, each server for itself', async () => {
    const { settings } = createMemoryStore()
    const parents = createThreadParents({ settings })
    await parents.note('1', '100', '10')
    await parents.note('1', '101', '10')
    await parents.note('1', '102', '11')
    await parents.note('2', '200', '10')

    const again = createThreadParents({ settings })

    expect(await again.listOf('1', '10')).toEqual(['100', '101'])
    expect(await again.listOf('1', '12')).toEqual([])
    expect(await again.listOf('2', '10')).toEqual(['200'])
  })

  it('are written once, however often they are noted', async () => {
    const { settings } = createMemoryStore()
    const written: string[] = []
    const parents = createThreadParents({
      settings: {
        ...settings,
        set: (name, value) => {
          written.push(name)
          return settings.set(name, value)
        },
      },
      most: 1,
    })

    for (const thread of ['100', '100', '101', '100']) await parents.note('1', thread, '10')

    expect(written.map((name) => name.slice(-3))).toEqual(['100', '101', '100'])
  })

  it('go when Kiku leaves, and are noted again when it comes back', async () => {
    const { settings } = createMemoryStore()
    const parents = createThreadParents({ settings })
    await parents.note('1', '100', '10')
    await parents.note('2', '200', '10')

    await parents.removeGuild('1')
    const left = await settings.list('discord:')
    await parents.note('1', '100', '10')

    expect(left).toEqual([{ name: 'discord:2:parent:200', value: '10' }])
    expect(await parents.listOf('1', '10')).toEqual(['100'])
  })
})
