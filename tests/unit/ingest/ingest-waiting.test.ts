import { describe, expect, it } from 'vitest'
import { createByteGate } from '../../../src/ingest/byte-gate.ts'
import { createEmbeddingQueue } from '../../../src/ingest/embedding-queue.ts'
import { forEachParallel } from '../../../src/ingest/for-each-parallel.ts'
import { createKeyedLock } from '../../../src/ingest/keyed-lock.ts'
import { createPace } from '../../../src/ingest/pace.ts'
import { createRecordingIndex } from '../../fakes/recording-index.ts'
import { NEVER } from './ingest-bench.ts'

describe('keyed lock', () => {
  it('lets one task run per key, in order, and different keys side by side', async () => {
    const lock = createKeyedLock()
    const steps: string[] = []
    const task = (name: string) => async () => {
      steps.push(`${name} begins`)
      await nextTurn()
      steps.push(`${name} ends`)
    }

    await Promise.all([
      lock.run('a', task('a1'), NEVER),
      lock.run('a', task('a2'), NEVER),
      lock.run('b', task('b1'), NEVER),
    ])

    const ofA = steps.filter((step) => step.startsWith('a'))
    expect(ofA).toEqual(['a1 begins', 'a1 ends', 'a2 begins', 'a2 ends'])
    expect(steps.indexOf('b1 begins')).toBeLessThan(steps.indexOf('a1 ends'))
  })

  it('goes on after a task that failed or gave up waiting', async () => {
    const lock = createKeyedLock()
    const giveUp = new AbortController()
    const steps: string[] = []
    const failing = lock.run('a', () => nextTurn().then(() => Promise.reject(new Error('no'))), NEVER)
    const impatient = lock.run('a', async () => void steps.push('impatient'), giveUp.signal)
    const last = lock.run('a', async () => void steps.push('last'), NEVER)

    giveUp.abort(new Error('enough'))

    await expect(impatient).rejects.toThrow('enough')
    await expect(failing).rejects.toThrow('no')
    await last
    expect(steps).toEqual(['last'])
  })
})

describe('byte gate', () => {
  it('lets in what fits, in order, and a giant alone', async () => {
    const gate = createByteGate(100)
    const running = new Set<string>()
    const seen: string[] = []
    const task = (name: string, bytes: number) =>
      gate.run(
        bytes,
        async () => {
          running.add(name)
          seen.push([...running].join('+'))
          await nextTurn()
          running.delete(name)
        },
        NEVER,
      )

    await Promise.all([task('a', 60), task('b', 40), task('giant', 1_000), task('c', 10)])

    expect(seen).toEqual(['a', 'a+b', 'giant', 'c'])
  })

  it('gives back the place of those who fail or give up', async () => {
    const gate = createByteGate(10)
    const giveUp = new AbortController()
    const holding = gate.run(10, () => nextTurn().then(() => Promise.reject(new Error('no'))), NEVER)
    const impatient = gate.run(10, async () => 'impatient', giveUp.signal)
    const last = gate.run(10, async () => 'last', NEVER)

    giveUp.abort(new Error('enough'))

    await expect(impatient).rejects.toThrow('enough')
    await expect(holding).rejects.toThrow('no')
    expect(await last).toBe('last')
  })
})

describe('parallel work', () => {
  it('keeps to its lanes and reaches every item', async () => {
    const done: number[] = []
    let running = 0
    let most = 0

    await forEachParallel([1, 2, 3, 4, 5, 6, 7], { lanes: 3, signal: NEVER }, async (item) => {
      most = Math.max(most, ++running)
      await nextTurn()
      running -= 1
      done.push(item)
    })

    expect(most).toBe(3)
    expect(done).toEqual([1, 2, 3, 4, 5, 6, 7])
  })

  it('stops the others at the first failure and throws that one', async () => {
    const begun: number[] = []

    const work = forEachParallel([1, 2, 3, 4, 5], { lanes: 2, signal: NEVER }, async (item, signal) => {
      begun.push(item)
      if (item === 2) throw new Error('second')
      await nextTurn()
      signal.throwIfAborted()
    })

    await expect(work).rejects.toThrow('second')
    expect(begun).toEqual([1, 2])
  })

  it('rejects with the reason of its signal', async () => {
    const work = forEachParallel([1], { lanes: 1, signal: AbortSignal.abort(new Error('enough')) }, async () => {})

    await expect(work).rejects.toThrow('enough')
  })
})

describe('embedding queue', () => {
  const chunk = (text: string) => ({ position: 0, title: '', text, locator: {} })

  it('embeds what waits together and gives everyone their own', async () => {
    const index = createRecordingIndex()
    index.beforeEmbed = nextTurn
    const embed = createEmbeddingQueue({ index, batchSize: 4, pace: createPace(), signal: NEVER })

    const vectors = await Promise.all(['a', 'bb', 'ccc', 'dddd', 'eeeee'].map((text) => embed([chunk(text)])))

    expect(vectors.map((lists) => lists[0]?.[0]?.vector[0])).toEqual([1, 2, 3, 4, 5])
    expect(index.batches).toEqual([1, 1, 3])
  })

  it('fails everyone whose batch failed, and serves the next', async () => {
    const index = createRecordingIndex()
    const embed = createEmbeddingQueue({ index, batchSize: 4, pace: createPace(), signal: NEVER })
    index.beforeEmbed = () => Promise.reject(new Error('no'))
    const failing = embed([chunk('a')])

    await expect(failing).rejects.toThrow('no')
    index.beforeEmbed = async () => {}
    expect(await embed([chunk('bb')])).toHaveLength(1)
  })
})

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
