import { expect, it } from 'vitest'
import type { DiscordChannel } from '../../../../src/adapters/discord/directory/directory.ts'
import { findSurely } from '../../../../src/adapters/discord/flow/find-surely.ts'
import { silentTelemetry } from '../../../../src/ports/telemetry.ts'

const { signal } = new AbortController()
const CHANNEL: DiscordChannel = { id: '1', guild: '2', name: 'general', kind: 'text' }

function open(found: DiscordChannel | undefined, gone: readonly string[] = []) {
  const directory = { findChannel: async () => found, isGone: (id: string) => gone.includes(id) }
  return { directory, options: { telemetry: silentTelemetry }, signal }
}

it('finds a channel that Discord tells of', async () => {
  expect(await findSurely('1', '2', open(CHANNEL))).toEqual(CHANNEL)
})

it('does not wait for one that was deleted', async () => {
  expect(await findSurely('1', '2', open(undefined, ['1']))).toBeUndefined()
})

it('knows direct messages by their channel alone', async () => {
  expect(await findSurely('1', 'dm', open(undefined))).toEqual({ id: '1', guild: 'dm', name: '', kind: 'direct' })
})

it('waits for one that Discord does not tell of in time', async () => {
  const stopping = new AbortController()
  const found = findSurely('1', '2', { ...open(undefined), signal: stopping.signal })

  stopping.abort()

  await expect(found).rejects.toThrow()
})
