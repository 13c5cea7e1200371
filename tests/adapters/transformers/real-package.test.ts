import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, normalize } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { createTransformersEmbedder } from '../../../src/adapters/transformers/create-transformers-embedder.ts'
import { type PrepareProgress, prepareTransformers } from '../../../src/adapters/transformers/prepare-embedder.ts'
import type { EmbeddingPreset } from '../../../src/domain/embedding-preset.ts'
import { EMBEDDING_PRESETS } from '../../../src/index/embedding-presets.ts'
import { systemClock } from '../../../src/ports/clock.ts'
import { describeEmbedder } from '../../contracts/embedder-contract.ts'
import { findInstalledPackage } from './installed-package.ts'
import { makeTinyModel, type TinyModelOptions } from './make-tiny-model.ts'

const SIGNAL = new AbortController().signal
const DOCUMENT = { task: 'qa', side: 'key' } as const
const installed = await findInstalledPackage()
const folder = mkdtempSync(join(tmpdir(), 'kiku-real-transformers-'))
const data = join(folder, 'data')

afterAll(() => rmSync(folder, { recursive: true, force: true }))

const isMissing = 'reason' in installed
// Visible in the log, so that nobody takes the silence for success.
if (isMissing) process.stdout.write(`Skipped: @huggingface/transformers cannot be tried. ${installed.reason}\n`)

describe.skipIf(isMissing)('the real package', () => {
  // The package may lie in a data folder of its own; models and digests land in the one of this test.
  const cwd = 'reason' in installed ? '/' : installed.cwd
  const open = (model: string, preset: EmbeddingPreset = EMBEDDING_PRESETS.plain) =>
    createTransformersEmbedder({ model, precision: 'auto', preset, data, cwd, clock: systemClock }, SIGNAL)
  const make = (name: string, options: TinyModelOptions = {}) => {
    makeTinyModel(join(folder, name), options)
    return join(folder, name)
  }

  describeEmbedder('@huggingface/transformers with a model of our own making', async () => {
    const embedder = await open(make('contract', { dimension: 32 }))
    return { embedder, stop: () => embedder.close() }
  })

  // Several processes start in some tests, each of which takes seconds on a machine that is busy.
  describe('@huggingface/transformers', { timeout: 120_000 }, () => {
    const poolings = [
      ['cls', 'first'],
      ['last', 'last'],
    ] as const
    it.each(poolings)('reads vectors by %s, whatever stands in the same batch', async (pooling, gathers) => {
      const embedder = await open(make(pooling, { gathers }), { ...EMBEDDING_PRESETS.plain, pooling })
      try {
        const [alone] = await embedder.embed(['river'], DOCUMENT, SIGNAL)
        const [beside, other] = await embedder.embed(
          ['river', 'a long passage about the library of mountains'],
          DOCUMENT,
          SIGNAL,
        )

        beside?.forEach((number, at) => {
          expect(number).toBeCloseTo(alone?.[at] ?? 0, 5)
        })
        expect(other).not.toEqual(beside)
      } finally {
        await embedder.close()
      }
    })

    it('refuses a model that is read with another pooling than it was made for', async () => {
      const model = make('wrong-pooling')

      const opening = open(model, { ...EMBEDDING_PRESETS.plain, pooling: 'cls' })

      await expect(opening).rejects.toMatchObject({ code: 'embedder-mismatch' })
    })

    it('refuses a file of weights that is damaged', async () => {
      const model = make('damaged')
      writeFileSync(join(model, 'onnx', 'model.onnx'), readFileSync(join(model, 'onnx', 'model.onnx')).subarray(0, 500))

      await expect(open(model)).rejects.toMatchObject({ code: 'embedder-failed', remedy: expect.any(String) })
    })

    it('downloads a model once, tells how far it is, and then needs no network', async () => {
      const hub = await serveHub(make('hub'))
      const seen: PrepareProgress[] = []
      const options = {
        model: 'someone/tiny-model',
        precision: 'auto',
        ...{ data, cwd, environment: {}, hubUrl: hub.address, signal: SIGNAL },
        onProgress: (progress: PrepareProgress) => void seen.push(progress),
      } as const

      await prepareTransformers(options)
      const asked = hub.asked.length
      await hub.close()
      await prepareTransformers(options)
      const embedder = await open('someone/tiny-model')
      await embedder.close()

      expect(asked).toBeGreaterThanOrEqual(4)
      expect(seen).toContainEqual(expect.objectContaining({ kind: 'fetching', file: 'onnx/model.onnx' }))
      expect(embedder.id).toMatch(/^transformers:someone\/tiny-model:fp32@/)
    })

    it('says when the hub cannot be reached, and when it has no such model', async () => {
      const hub = await serveHub(join(folder, 'nothing'))
      const options = { precision: 'auto', data, cwd, environment: {}, signal: SIGNAL, onProgress: () => {} } as const
      const unknown = prepareTransformers({ ...options, model: 'someone/unknown', hubUrl: hub.address })
      await expect(unknown).rejects.toMatchObject({ code: 'model-missing' })
      await hub.close()

      const offline = prepareTransformers({ ...options, model: 'someone/unknown', hubUrl: hub.address })

      await expect(offline).rejects.toMatchObject({
        code: 'model-unreachable',
        remedy: expect.stringContaining('copy the model folder'),
      })
    })
  })
})

/** A hub on this machine: `<id>/resolve/main/<file>`. */
async function serveHub(model: string) {
  const asked: string[] = []
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '')
    asked.push(path)
    const file = normalize(path.replace(/^\/[^/]+\/[^/]+\/resolve\/main\//, '/'))
    try {
      const bytes = readFileSync(join(model, file))
      response.writeHead(200, { 'content-length': bytes.length })
      response.end(request.method === 'HEAD' ? undefined : bytes)
    } catch {
      response.writeHead(404).end()
    }
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    asked,
    address: `http://127.0.0.1:${port}/`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
