import { describe, expect, it } from 'vitest'
import { createOpenInteractions } from '../../../../src/adapters/discord/flow/open-interactions.ts'
import { createPendingInteractions } from '../../../../src/adapters/discord/flow/pending-interactions.ts'
import { createMemoryStore } from '../../../../src/adapters/memory/memory-store.ts'

const target = {
  kind: 'interaction',
  ref: { id: '7', token: 'a token', at: 1_000 },
  channelId: '2',
  isEphemeral: true,
  canPost: false,
} as const
const file = { id: '5', name: '規程.pdf', mediaType: 'application/pdf', size: 9, url: 'https://cdn.example/5' }

describe('answers to commands that are being made', () => {
  it('are known to a later start, with the files that are still to be read', async () => {
    const { settings } = createMemoryStore()
    await createPendingInteractions(settings).keep('7', { target, files: [file] })
    const later = createPendingInteractions(settings)

    expect(await later.find('7')).toEqual({ target, files: [file] })
    expect(await later.find('8')).toBeUndefined()
  })

  it('are forgotten when they were made long ago or cannot be read', async () => {
    const { settings } = createMemoryStore()
    const pending = createPendingInteractions(settings)
    await pending.keep('7', { target, files: [] })
    await pending.keep('8', { target: { ...target, ref: { ...target.ref, at: 3_000 } }, files: [] })
    await settings.set('discord:pending:9', '{"kind":"interaction"}')

    await pending.prune(2_000)

    expect((await settings.list('discord:')).map(({ name }) => name)).toEqual(['discord:pending:8'])
  })
})

describe('commands that are being served', () => {
  it('of which nothing can be made are not kept for ever', async () => {
    const { settings } = createMemoryStore()
    await settings.set('discord:open:1', 'no JSON')
    await settings.set('discord:open:2', '{"kind":"dance"}')

    expect(await createOpenInteractions(settings).list()).toEqual([])
    expect(await settings.list('discord:open:')).toEqual([])
  })
})
