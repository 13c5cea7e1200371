import { createHash, randomBytes } from 'node:crypto'
import { readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openBundledEmbedder } from '../../src/compose/open-bundled-embedder.ts'
import { askKiku, readAnswer } from '../fakes/journey-answer.ts'
import { type Journey, NEVER, OFFICE, startJourney } from '../fakes/journey-bench.ts'

const QUESTION = 'Where is the key of the bicycle cellar?'
const ANSWER = 'hangs at the reception'
const JAPANESE_QUESTION = '避難訓練の集合場所はどこですか'
const JAPANESE_ANSWER = '東側の駐車場'

describe('a data folder in trouble', () => {
  let prepared: Journey
  let journey: Journey
  beforeAll(async () => {
    prepared = await startJourney()
    await prepared.copy(OFFICE)
    await prepared.run(['ingest', 'documents'])
  })
  beforeEach(async () => {
    journey = await startJourney(prepared)
  })
  afterEach(() => journey.end())
  afterAll(() => prepared.end())

  const expectRightAnswers = async () => {
    const kiku = await journey.open()
    const answers = [await askKiku(kiku, QUESTION), await askKiku(kiku, JAPANESE_QUESTION)]
    await kiku.close()
    expect(answers[0]?.text).toContain(ANSWER)
    expect(answers[1]?.text).toContain(JAPANESE_ANSWER)
  }
  const snapshot = () => join(journey.data, 'index', 'knowledge.bm25')

  describe('whose index snapshot is broken', () => {
    it.each<readonly [string, (path: string) => Promise<void>]>([
      ['gone', (path) => rm(path)],
      ['empty', (path) => truncate(path, 0)],
      ['cut in the middle', async (path) => truncate(path, Math.floor((await stat(path)).size / 2))],
      ['one byte short', async (path) => truncate(path, (await stat(path)).size - 1)],
      ['changed in one bit', (path) => flipBit(path)],
      ['noise', (path) => writeFile(path, randomBytes(20_000))],
      ['a file of text', (path) => writeFile(path, 'not an index')],
    ])('answers as before when it is %s, and writes it anew', async (_, spoil) => {
      const before = await readFile(snapshot())
      await spoil(snapshot())

      await expectRightAnswers()

      expect((await readFile(snapshot())).length).toBe(before.length)
      expect(await readdir(join(journey.data, 'index'))).not.toContainEqual(expect.stringMatching(/tmp|new/))
    })

    it('answers as before when the snapshot belongs to other data', async () => {
      const other = await startJourney()
      await other.write('other.md', '# Other\n\nThe key of the bicycle cellar was eaten by a crocodile.\n')
      await other.run(['ingest', 'documents'])
      await writeFile(snapshot(), await readFile(join(other.data, 'index', 'knowledge.bm25')))
      await other.end()

      await expectRightAnswers()
    })
  })

  describe('whose vector graph is broken', () => {
    it.each<readonly [string, object | string]>([
      ['a manifest of noise', '{"format": 1, "dimen'],
      ['a manifest of another format', { format: 7 }],
      ['a graph that is not what the manifest says', { format: 1, count: 12, ef: 64, recall: 1 }],
    ])('answers as before beside %s', async (_, manifest) => {
      const folder = join(journey.data, 'index')
      const { keySpace, dimension } = openBundledEmbedder()
      const name = `knowledge-${createHash('sha256').update(keySpace('qa')).digest('hex').slice(0, 16)}`
      const files = { graphFile: `${name}.graph`, keysFile: `${name}.keys` }
      const sums = { dimension, graphChecksum: '0'.repeat(64), keysChecksum: '0'.repeat(64) }
      await writeFile(join(folder, files.graphFile), randomBytes(10_000))
      await writeFile(join(folder, files.keysFile), randomBytes(96))
      const text = typeof manifest === 'string' ? manifest : JSON.stringify({ ...manifest, ...files, ...sums })
      await writeFile(join(folder, `${name}.graph.json`), text)

      await expectRightAnswers()
    })
  })

  describe('whose database is broken', () => {
    it.each<readonly [string, (path: string) => Promise<void>]>([
      ['is no database', (path) => writeFile(path, 'This is no database. '.repeat(2_000))],
      ['begins with noise', (path) => overwrite(path, 0, 4_096)],
      ['was cut', (path) => truncate(path, 20_000)],
      ['holds noise', async (path) => overwrite(path, 8_192, (await stat(path)).size - 8_192)],
    ])('says what to do when it %s, and spoils nothing further', async (_, spoil) => {
      const path = join(journey.data, 'kiku.db')
      await spoil(path)

      const runs = [
        await journey.run(['ask', QUESTION]),
        await journey.run(['ingest', prepared.documents]),
        await journey.run(['sources', 'list']),
      ]

      for (const { code, stdout, stderr } of runs) {
        expect(code).toBe(1)
        expect(stdout).toBe('')
        expect(stderr.trimEnd().split('\n')).toHaveLength(1)
        expect(stderr).toMatch(/kiku\.db is damaged\. .*ingest the sources again/)
      }
      const doctor = await journey.run(['doctor'])
      expect(doctor.code).toBe(1)
      expect(doctor.stdout).toMatch(/kiku\.db is damaged/)
    })

    it('refuses data of a newer Kiku', async () => {
      await journey.inspect(async () => {})
      const { default: Database } = await import('better-sqlite3')
      const database = new Database(join(journey.data, 'kiku.db'))
      database.pragma('user_version = 999')
      database.close()

      const { code, stderr } = await journey.run(['ask', QUESTION])

      expect(code).toBe(1)
      expect(stderr).toMatch(/^kiku: .*newer/)
    })
  })

  describe('that another Kiku uses', () => {
    it('lets a second one ask without remembering, and ingest nothing; the first lives on', async () => {
      const first = await journey.open()
      await askKiku(first, QUESTION)
      const note = await journey.write('note.md', '# Note\n\nThe safe is behind the painting.\n')

      const ask = await journey.run(['ask', '--json', QUESTION])
      const ingest = await journey.run(['ingest', note])
      const remove = await journey.run(['sources', 'remove', prepared.documents])
      const search = await journey.run(['search', QUESTION])
      const list = await journey.run(['sources', 'list'])
      const doctor = await journey.run(['doctor'])

      expect(ask.code).toBe(0)
      expect(ask.stderr).toMatch(/Another Kiku is using this data folder/)
      expect(readAnswer(ask).answer).toContain(ANSWER)
      expect(ingest).toMatchObject({ code: 1, stdout: '' })
      expect(ingest.stderr).toMatch(/^kiku: Another Kiku \(process \d+\) is already using .*data/)
      expect(remove).toMatchObject({ code: 1, stdout: '' })
      expect(search.stdout).toMatch(/^1\. building access/)
      expect([list.code, doctor.code]).toEqual([0, 0])
      expect((await askKiku(first, JAPANESE_QUESTION)).text).toContain(JAPANESE_ANSWER)
    })

    it('sees at once in a second one what the first has read meanwhile', async () => {
      const first = await journey.open()
      const note = await journey.write('note.md', '# Safe\n\nThe safe is behind the painting of the harbour.\n')
      await first.ingest({ locations: [note], audience: 'public' }, () => {}, NEVER)

      const { stdout } = await journey.run(['ask', 'Where is the safe?'])

      expect(stdout).toContain('behind the painting')
    })

    it('refuses a second process too, and takes over when the first was killed', async () => {
      const child = journey.start(['serve'])
      await child.until(() => child.stderr().includes('Kiku is running'))

      const refused = await journey.run(['ingest', prepared.documents])
      await child.kill('SIGKILL')
      const taken = await journey.run(['ingest', prepared.documents])

      expect(child.stderr()).toContain('Kiku is running')
      expect(refused.code).toBe(1)
      expect(refused.stderr).toContain(`process ${child.pid}`)
      expect(taken).toMatchObject({ code: 0 })
      expect(taken.stdout).toMatch(/^Added 0, updated 0, unchanged 8/)
    })
  })
})

async function flipBit(path: string): Promise<void> {
  const bytes = await readFile(path)
  const at = Math.floor(bytes.length * 0.7)
  bytes[at] = (bytes[at] ?? 0) ^ 1
  await writeFile(path, bytes)
}

async function overwrite(path: string, from: number, length: number): Promise<void> {
  const bytes = await readFile(path)
  randomBytes(Math.min(length, bytes.length - from)).copy(bytes, from)
  await writeFile(path, bytes)
}
