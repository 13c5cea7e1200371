import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { EMBEDDING_PRESETS } from '../../../src/index/embedding-presets.ts'
import { describeEmbedder } from '../../contracts/embedder-contract.ts'
import { openStandInBench, SIGNAL } from './bench.ts'
import { writeStandInModel, writeStandInPackage } from './stand-in-package.ts'

const DOCUMENT = { task: 'qa', side: 'key' } as const

describeEmbedder('Transformers.js with a stand-in for the package', async () => {
  const bench = openStandInBench()
  const embedder = await bench.open()
  return {
    embedder,
    stop: async () => {
      await embedder.close()
      bench.remove()
    },
  }
})

// Several processes start in some tests, each of which takes seconds on a machine that is busy.
describe('the embedder that runs in a process beside Kiku', { timeout: 120_000 }, () => {
  let bench = openStandInBench()
  bench.remove()
  let opened: { close(): Promise<void> } | undefined
  const start = () => {
    bench = openStandInBench()
    return bench
  }
  const open: typeof bench.open = async (...given) => {
    const embedder = await bench.open(...given)
    opened = embedder
    return embedder
  }
  const loads = () => readFileSync(join(bench.model, 'loads.txt'), 'utf8').trim().split('\n').length
  afterEach(async () => {
    await opened?.close()
    opened = undefined
    bench.remove()
  })

  it('names the command that installs the package when there is none', async () => {
    start()
    rmSync(bench.cwd, { recursive: true })

    await expect(open()).rejects.toMatchObject({
      code: 'model-missing',
      message: 'The package @huggingface/transformers is not installed.',
      remedy: 'Install it with `kiku embedder install`.',
    })
  })

  it('does not take a copy of a version that it does not know', async () => {
    start()
    writeStandInPackage(bench.cwd, { version: '2.17.2' })

    await expect(open()).rejects.toMatchObject({ code: 'model-missing' })
  })

  it('takes the copy in the data folder where the working directory has none', async () => {
    start()
    rmSync(bench.cwd, { recursive: true })
    writeStandInPackage(join(bench.data, 'packages', 'transformers-4.3.1'))

    const embedder = await open()

    expect(embedder.dimension).toBe(32)
  })

  it.each([
    ['config.json', 'config.json missing'],
    ['tokenizer.json', 'tokenizer.json missing'],
    ['onnx', 'onnx/model.onnx missing'],
  ])('says what a model folder without %s lacks', async (name, said) => {
    start()
    rmSync(join(bench.model, name), { recursive: true })

    await expect(open()).rejects.toMatchObject({
      code: 'model-missing',
      message: expect.stringContaining(said),
      remedy: expect.stringContaining('embedder.model'),
    })
  })

  it('names the command that downloads a model which is known by its id', async () => {
    start()

    await expect(open({ model: 'someone/some-model' })).rejects.toMatchObject({
      code: 'model-missing',
      message: 'The embedding model someone/some-model is not on this machine.',
      remedy: 'Download it with `kiku embedder install`.',
    })
  })

  it.each(['bge-m3', '../../etc', 'a/b/c', 'a/..', 'https://example.org/model', 'a/.b'])(
    'refuses %j, which is no folder and no id',
    async (model) => {
      start()

      await expect(open({ model })).rejects.toMatchObject({ code: 'config-invalid' })
    },
  )

  it.each(['bundled', 'nv-embed', 'sup-simcse-ja'] as const)('refuses the preset %s', async (name) => {
    start()

    await expect(open({ preset: EMBEDDING_PRESETS[name] })).rejects.toMatchObject({
      code: 'config-invalid',
      message: expect.stringContaining(name),
    })
  })

  it('refuses a package that is not the library', async () => {
    start()
    writeStandInPackage(bench.cwd, { program: 'exports.pipeline = () => {}' })

    await expect(open()).rejects.toMatchObject({
      code: 'embedder-failed',
      message: expect.stringContaining('lacks AutoTokenizer'),
    })
  })

  it('refuses a package that ends its process', async () => {
    start()
    writeStandInPackage(bench.cwd, { program: 'process.exit(3)' })

    await expect(open()).rejects.toMatchObject({ code: 'embedder-failed', message: expect.stringContaining('with 3') })
  })

  it('gives the package none of the secrets in the environment', async () => {
    start()
    writeStandInPackage(bench.cwd, { program: 'throw new Error("sees " + Object.keys(process.env).join())' })

    const error = await open().catch((thrown: unknown) => thrown)

    expect(String(error)).toContain('sees')
    expect(String(error)).not.toMatch(/HOME|PATH|KIKU|TOKEN/)
  })

  it('embeds with other weights under another name', async () => {
    start()
    const before = await open()
    await before.close()
    const known = readFileSync(join(bench.data, 'models', 'digests.json'), 'utf8')

    writeStandInModel(bench.model, 'WEIGHTS')
    const after = await open()

    expect(after.id).not.toBe(before.id)
    expect(after.id).toMatch(/^transformers:model:fp32@sha256:[0-9a-f]{16}$/)
    expect(readFileSync(join(bench.data, 'models', 'digests.json'), 'utf8')).not.toBe(known)
  })

  it('remembers digests, and makes them anew when what it remembers is damaged', async () => {
    start()
    const before = await open()
    await before.close()
    writeFileSync(join(bench.data, 'models', 'digests.json'), '{ half')

    const after = await open()

    expect(after.id).toBe(before.id)
  })

  it('takes the precision that is asked for', async () => {
    start()
    writeFileSync(join(bench.model, 'onnx', 'model_quantized.onnx'), 'small')

    const embedder = await open({ precision: 'q8' })

    expect(embedder.id).toContain(':q8@')
    await expect(bench.open({ precision: 'fp16' })).rejects.toMatchObject({
      message: expect.stringContaining('onnx/model_fp16.onnx missing'),
    })
  })

  it('loads the model again when its process dies, and embeds the same texts once more', async () => {
    start()
    const embedder = await open()

    const [again] = await embedder.embed(['crashonce'], DOCUMENT, SIGNAL)

    expect(again).toHaveLength(32)
    expect(existsSync(join(bench.model, 'crashed'))).toBe(true)
    expect(loads()).toBe(2)
  })

  it('gives up on texts that end its process twice, and rests before it loads the model again', async () => {
    start()
    let now = 0
    const embedder = await open({ clock: { now: () => now, elapsed: () => now } })

    await expect(embedder.embed(['crash'], DOCUMENT, SIGNAL)).rejects.toMatchObject({ code: 'embedder-failed' })
    await expect(embedder.embed(['calm'], DOCUMENT, SIGNAL)).rejects.toMatchObject({ code: 'embedder-failed' })
    expect(loads()).toBe(2)
    now = 31_000
    await expect(embedder.embed(['calm'], DOCUMENT, SIGNAL)).resolves.toHaveLength(1)
    expect(loads()).toBe(3)
  })

  it('refuses vectors of weights that changed under it', async () => {
    start()
    const embedder = await open()
    writeStandInModel(bench.model, 'other weights')

    await expect(embedder.embed(['crashonce'], DOCUMENT, SIGNAL)).rejects.toMatchObject({ code: 'embedder-mismatch' })
  })

  it('says what the runtime says', async () => {
    start()
    const embedder = await open()

    await expect(embedder.embed(['oddly'], DOCUMENT, SIGNAL)).rejects.toMatchObject({
      code: 'embedder-failed',
      message: expect.stringContaining('The runtime says no.'),
    })
    await expect(embedder.embed(['calm'], DOCUMENT, SIGNAL)).resolves.toHaveLength(1)
  })

  it('lets a caller go while the model is at its texts', async () => {
    start()
    const embedder = await open()
    const controller = new AbortController()
    const running = embedder.embed(['hang'], DOCUMENT, controller.signal)
    const waiting = embedder.embed(['calm'], DOCUMENT, controller.signal)

    controller.abort(new Error('not wanted'))

    await expect(running).rejects.toThrow('not wanted')
    await expect(waiting).rejects.toThrow('not wanted')
  })

  it('stops loading when nobody wants the model any more', async () => {
    start()
    const controller = new AbortController()
    writeStandInPackage(bench.cwd, { program: 'setInterval(() => {}, 1000); while (true) {}' })

    const opening = open({}, controller.signal)
    controller.abort(new Error('not wanted'))

    await expect(opening).rejects.toThrow('not wanted')
  })

  it('refuses what waits when it is closed', async () => {
    start()
    const embedder = await open()
    const running = embedder.embed(['hang'], DOCUMENT, SIGNAL).catch((thrown: unknown) => thrown)
    const waiting = embedder.embed(['calm'], DOCUMENT, SIGNAL).catch((thrown: unknown) => thrown)

    await embedder.close()

    expect(await running).toMatchObject({ code: 'cancelled' })
    expect(await waiting).toMatchObject({ code: 'cancelled' })
    await expect(embedder.embed(['calm'], DOCUMENT, SIGNAL)).rejects.toMatchObject({ code: 'cancelled' })
  })

  it('keeps the current question of a conversation that is too long', async () => {
    start()
    const embedder = await open()
    const turns = 'we spoke about rain and rivers '.repeat(300)
    const purpose = { task: 'convsearch', side: 'query' } as const

    const [first, second] = await embedder.embed([`${turns} cats`, `${turns} dogs`], purpose, SIGNAL)
    const [third, fourth] = await embedder.embed([`${turns} cats`, `${turns} dogs`], DOCUMENT, SIGNAL)

    expect(first).not.toEqual(second)
    expect(third).toEqual(fourth)
  })

  it('finds a model that was downloaded', async () => {
    start()
    const folder = join(bench.data, 'models', 'someone', 'some-model')
    mkdirSync(folder, { recursive: true })
    writeStandInModel(folder)

    const embedder = await open({ model: 'someone/some-model' })

    expect(embedder.id).toMatch(/^transformers:someone\/some-model:fp32@/)
  })
})
