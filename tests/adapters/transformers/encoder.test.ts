import { describe, expect, it } from 'vitest'
import { startEncoder } from '../../../src/adapters/transformers/encoder.ts'
import type { FinalReply, WorkerRequest } from '../../../src/adapters/transformers/worker-messages.ts'
import { startWorkerProcess, type WorkerProcess } from '../../../src/adapters/transformers/worker-process.ts'
import { KikuError } from '../../../src/domain/errors.ts'
import { systemClock } from '../../../src/ports/clock.ts'

const SIGNAL = new AbortController().signal
const LOAD = {
  kind: 'load',
  library: 'file:///nowhere/index.cjs',
  folder: '/nowhere',
  precision: 'fp32',
  pooling: 'mean',
  threads: 1,
  files: [],
  digestCache: '/nowhere/digests.json',
} as const
const INPUTS = [{ before: '', text: 'calm', after: '', keep: 'start' }] as const

/** A process that answers as scripted; `late` stands for one that never does. */
function scriptedProcess(
  replies: readonly (FinalReply | 'late')[],
): WorkerProcess & { readonly asked: WorkerRequest[] } {
  const asked: WorkerRequest[] = []
  let isAlive = true
  return {
    asked,
    async request(request) {
      const reply = replies[asked.length]
      asked.push(request)
      if (reply === undefined) throw new Error('This test scripts no reply.')
      if (reply !== 'late') return reply
      isAlive = false
      throw new KikuError('deadline-exceeded', 'Too late.')
    },
    isAlive: () => isAlive,
    stop: async () => {
      isAlive = false
    },
  }
}

describe('supervision of the process', () => {
  it('kills a process that says nothing, and says that it may be tried again', async () => {
    const worker = startWorkerProcess()

    const asking = worker.request(
      { kind: 'inspect', library: `data:text/javascript,${encodeURIComponent('await new Promise(() => {})')}` },
      { signal: SIGNAL, silenceMs: 50 },
    )

    await expect(asking).rejects.toMatchObject({ code: 'deadline-exceeded', retryable: true })
    await worker.stop()
    expect(worker.isAlive()).toBe(false)
  })

  it('does not repeat a batch that took too long, and loads the model again for the next one', async () => {
    const loaded = { kind: 'loaded', digest: 'd' } as const
    const encoded = { kind: 'encoded', numbers: Float32Array.of(1, 2), dimension: 2 } as const
    const processes = [scriptedProcess([loaded, 'late']), scriptedProcess([loaded, encoded])]
    const waiting = [...processes]
    let now = 0
    const clock = { now: () => now, elapsed: () => now }
    const startProcess = () => waiting.shift() ?? scriptedProcess([])
    const encoder = await startEncoder({ load: LOAD, clock, startProcess }, SIGNAL)

    await expect(encoder.encode(INPUTS, 8)).rejects.toMatchObject({ code: 'embedder-failed', retryable: true })
    now = 60_000
    const answer = await encoder.encode(INPUTS, 8)

    expect(answer.dimension).toBe(2)
    expect(processes.map(({ asked }) => asked.map(({ kind }) => kind))).toEqual([
      ['load', 'encode'],
      ['load', 'encode'],
    ])
  })

  it('stops the process whose model cannot be loaded', async () => {
    const worker = scriptedProcess([{ kind: 'failed', reason: 'No such file.' }])

    const starting = startEncoder({ load: LOAD, clock: systemClock, startProcess: () => worker }, SIGNAL)

    await expect(starting).rejects.toMatchObject({
      code: 'embedder-failed',
      message: expect.stringContaining('No such file.'),
    })
    expect(worker.isAlive()).toBe(false)
  })
})
