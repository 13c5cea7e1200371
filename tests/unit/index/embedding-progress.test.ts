import { describe, expect, it } from 'vitest'
import { createMemoryStore } from '../../../src/adapters/memory/memory-store.ts'
import { beginProgress, estimateSeconds, readProgress } from '../../../src/index/embedding-progress.ts'
import { silentTelemetry } from '../../../src/ports/telemetry.ts'

function createScene() {
  const { settings } = createMemoryStore()
  let now = 1_000_000
  const clock = { now: () => now, elapsed: () => now }
  const parts = { settings, clock, telemetry: silentTelemetry, embedder: { id: 'e5' } }
  const pass = (seconds: number) => {
    now += seconds * 1_000
  }
  return { parts, settings, pass }
}

describe('the progress of embedding', () => {
  it('can be read by another process while somebody is at work, and no longer', async () => {
    const { parts, pass } = createScene()
    const note = await beginProgress(parts, 100)
    pass(3)
    await note.add(25)

    const atWork = await readProgress(parts)
    const ofAnother = await readProgress({ ...parts, embedder: { id: 'gte' } })
    pass(151)
    const afterKill = await readProgress(parts)

    expect(atWork).toMatchObject({ done: 25, total: 100, at: 1_003_000 })
    expect(estimateSeconds(atWork!, 75)).toBe(9)
    expect([ofAnother, afterKill]).toEqual([undefined, undefined])
  })

  it('is forgotten in the end, and passed over where it is damaged', async () => {
    const { parts, settings } = createScene()
    const note = await beginProgress(parts, 10)
    await note.finish()
    const finished = await readProgress(parts)
    await settings.set('embedding:progress', '{"embedder":')

    expect([finished, await readProgress(parts)]).toEqual([undefined, undefined])
  })

  it('has no estimate before anything is done', () => {
    expect(estimateSeconds({ done: 0, startedAt: 0, at: 1 }, 5)).toBeUndefined()
    expect(estimateSeconds({ done: 5, startedAt: 7, at: 7 }, 5)).toBeUndefined()
  })
})
