import { mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createPersistentBm25Index } from '../../../src/adapters/bm25/create-persistent-bm25-index.ts'
import type { PersistentLexicalIndex } from '../../../src/ports/lexical-index.ts'
import { describeLexicalIndexContract } from '../../contracts/lexical-index-contract.ts'

const signal = new AbortController().signal
const numbers = { ordinalOf: (key: number) => key - 100, keyOf: (ordinal: number) => ordinal + 100 }
let folder: string
const opened: PersistentLexicalIndex[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kiku-bm25-'))
})
afterEach(async () => {
  for (const index of opened.splice(0)) await index.close()
  await rm(folder, { recursive: true })
})

const open = (): PersistentLexicalIndex => {
  const index = createPersistentBm25Index({ path: join(folder, 'knowledge.bm25') })
  opened.push(index)
  return index
}
const find = (index: PersistentLexicalIndex, text: string): number[] =>
  index
    .search([{ text, weight: 1 }], { limit: 5, permitted: new Uint8Array(5_000).fill(1), permittedCount: 5_000 })
    .map(({ ordinal }) => ordinal)
const fillAndSave = async (): Promise<void> => {
  const index = open()
  index.upsert([{ ordinal: 0, title: 'Deploy', text: 'Deployments run on Tuesdays.' }])
  index.upsert([{ ordinal: 1, title: '障害', text: '障害が起きたら当番に電話します。' }])
  await index.save(numbers, signal)
}

describeLexicalIndexContract('BM25 with snapshot', () =>
  createPersistentBm25Index({ path: join(tmpdir(), 'kiku-never-written.bm25') }),
)

describe('createPersistentBm25Index', () => {
  it('finds after a restart what it had saved', async () => {
    await fillAndSave()

    const index = open()
    const restored = await index.restore(numbers, signal)

    expect(restored).toEqual([0, 1])
    expect(find(index, 'deployment')).toEqual([0])
    expect(find(index, '障害の当番')).toEqual([1])
  })

  it('leaves out items that are gone by then', async () => {
    await fillAndSave()

    const index = open()
    const restored = await index.restore({ ...numbers, ordinalOf: (key) => (key === 100 ? -1 : 0) }, signal)

    expect(restored).toEqual([0])
    expect(find(index, 'deployment')).toEqual([])
    expect(find(index, '障害')).toEqual([0])
  })

  it('starts empty without a snapshot', async () => {
    expect(await open().restore(numbers, signal)).toEqual([])
  })

  it('refuses a snapshot that was truncated anywhere', async () => {
    await fillAndSave()
    const path = join(folder, 'knowledge.bm25')
    const { size } = await stat(path)
    for (const length of [0, 1, 64, 127, 128, 200, size - 1]) {
      const whole = await readFile(path)
      await truncate(path, length)

      const restored = await open().restore(numbers, signal)

      expect(restored).toEqual([])
      await writeFile(path, whole)
    }
  })

  it('refuses a snapshot with one flipped bit, wherever it is', async () => {
    await fillAndSave()
    const path = join(folder, 'knowledge.bm25')
    const whole = await readFile(path)
    for (let at = 0; at < whole.length; at += 7) {
      const damaged = Buffer.from(whole)
      damaged[at]! ^= 1 << (at % 8)
      await writeFile(path, damaged)

      const index = open()
      const restored = await index.restore(numbers, signal)

      // Spare bytes of the header say nothing, so a flip there may pass; what is restored must then be right.
      if (restored.length > 0) expect(find(index, 'deployment')).toEqual([0])
    }
  })

  it('keeps the old snapshot when saving fails, and leaves no temporary file', async () => {
    await fillAndSave()
    const index = open()
    await index.restore(numbers, signal)
    index.upsert([{ ordinal: 2, title: '', text: 'Later.' }])

    await expect(index.save(numbers, AbortSignal.abort(new Error('stopped')))).rejects.toThrow('stopped')

    expect(await open().restore(numbers, signal)).toEqual([0, 1])
  })

  it('merges segments on another thread while it is searched and changed', async () => {
    const index = open()
    const words = Array.from({ length: 400 }, (_, at) => `word${at}`).join(' ')
    for (let ordinal = 0; ordinal < 2_000; ordinal += 1) {
      index.upsert([{ ordinal, title: '', text: `${words} unique${ordinal}` }])
      if (ordinal % 100 === 0) await new Promise((resolve) => setImmediate(resolve))
      if (ordinal % 3 === 0) index.remove([ordinal])
    }

    await index.save(numbers, signal)

    expect(find(index, 'unique1000')).toEqual([1000])
    expect(find(index, 'unique999')).toEqual([])
    expect((await open().restore(numbers, signal)).length).toBe(index.size)
  })
})
