import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Kiku } from '../../src/kiku.ts'
import { startEmbeddingsServer } from '../fakes/embeddings-server.ts'
import { readAnswer } from '../fakes/journey-answer.ts'
import { type Journey, NEVER, startJourney } from '../fakes/journey-bench.ts'
import { answering, promptOf } from '../fakes/journey-model.ts'

const SECRET_FACT = 'The merger with Zephyrwick is signed on 12 May.'
const SECRET_FACT_JA = '合併先のゼファーウィック社とは五月に契約する。'

describe('documents for one channel', () => {
  let prepared: Journey
  let journey: Journey
  beforeAll(async () => {
    prepared = await startJourney()
    await prepared.write(
      'public/handbook.md',
      '# Handbook\n\nThe canteen opens at noon. Mergers are announced on the intranet.\n',
    )
    await prepared.write('private/merger.md', `# Merger plan\n\n${SECRET_FACT}\n\n${SECRET_FACT_JA}\n`)
    await prepared.run(['ingest', 'documents/public'])
    await prepared.run(['ingest', '--audience', 'slack:T1:C1', 'documents/private'])
  })
  beforeEach(async () => {
    journey = await startJourney(prepared)
  })
  afterEach(() => journey.end())
  afterAll(() => prepared.end())

  const QUESTIONS = ['When is the merger with Zephyrwick signed?', '合併先の会社との契約はいつですか']

  it('reach neither answers, searches, prompts nor the log of who may not read them', async () => {
    const server = await journey.connect({ script: answering({ content: 'I do not know.' }) })
    const audiences = [[], ['--audience', 'slack:T1'], ['--audience', 'slack:T1:C2']]
    const seen: string[] = []

    for (const audience of audiences) {
      const [english = '', japanese = ''] = QUESTIONS
      seen.push((await journey.run(['ask', '--json', '--search', ...audience, english])).stdout)
      seen.push((await journey.run(['ask', '--json', '--search', ...audience, japanese])).stdout)
      seen.push((await journey.run(['search', '--json', '--limit', '100', ...audience, SECRET_FACT])).stdout)
    }

    seen.push(...server.requests.map(({ chat }) => promptOf(chat)), await journey.log())
    const theirs = seen.map((text) =>
      [...QUESTIONS, SECRET_FACT].reduce((rest, question) => rest.replaceAll(question, ''), text),
    )
    expect(theirs.filter((text) => /12 May|五月に契約|merger\.md|Merger plan/.test(text))).toEqual([])
    expect(server.requests.length).toBeGreaterThan(0)
  })

  it('are found and cited by who may read them', async () => {
    const server = await journey.connect({
      script: answering({ content: 'The merger with Zephyrwick is signed on 12 May [1].' }),
    })

    const answer = readAnswer(await journey.run(['ask', '--json', '--audience', 'slack:T1:C1', QUESTIONS[0] ?? '']))
    const search = await journey.run(['search', '--json', '--audience', 'slack:T1:C1', QUESTIONS[1] ?? ''])

    expect(answer).toMatchObject({ kind: 'answered', citations: [{ number: 1, quote: SECRET_FACT }] })
    expect(server.requests.map(({ chat }) => promptOf(chat)).join()).toContain(SECRET_FACT)
    expect(JSON.parse(search.stdout).results[0]).toMatchObject({ audience: 'slack:T1:C1' })
  })

  it('do not reach who may not read them by way of an answer to who may', async () => {
    await journey.run(['ask', '--audience', 'slack:T1:C1', QUESTIONS[0] ?? ''])

    const answer = await journey.run(['ask', '--json', 'What did you tell me about the merger with Zephyrwick?'])
    const search = await journey.run(['search', '--json', '--task', 'chat', 'merger with Zephyrwick signed'])

    expect(answer.stdout + search.stdout).not.toContain('12 May')
  })

  it('are quoted no more once their source is removed', async () => {
    await journey.run(['ask', '--audience', 'slack:T1:C1', QUESTIONS[0] ?? ''])
    await journey.run(['sources', 'remove', join(prepared.documents, 'private')])

    const answer = await journey.run(['ask', '--json', 'What did you tell me about the merger with Zephyrwick?'])
    const search = await journey.run(['search', '--json', '--task', 'chat', 'merger with Zephyrwick signed'])

    expect(answer.stdout + search.stdout).not.toContain('12 May')
  })

  it('refuses a label that is none, in one line', async () => {
    const run = await journey.run(['ingest', '--audience', 'everyone; drop table', 'documents/public'])

    expect(run).toMatchObject({ code: 2, stdout: '' })
    expect(run.stderr.trimEnd().split('\n')).toHaveLength(1)
  })

  describe('whatever the labels are', () => {
    const LABELS = [
      'public',
      'slack:T1',
      'slack:T1:C1',
      'slack:T1:C2',
      'discord:G1:C1',
      'person:slack:T1:U1',
      'group:board',
    ]
    let kiku: Kiku
    let shelf: Journey
    beforeAll(async () => {
      shelf = await startJourney()
      kiku = await shelf.open()
      for (const [number, audience] of LABELS.entries()) {
        const path = await shelf.write(
          `${number}.md`,
          // Each with a number of its own: copies of a better hit are left out.
          `# Note\n\nThe lighthouse keeper counts ${number} ships. 灯台の番人は船を数える。\n`,
        )
        await kiku.ingest({ locations: [path], audience }, () => {}, NEVER)
      }
    })
    afterAll(() => shelf.end())

    it('finds exactly what the labels permit', async () => {
      const labels = fc.uniqueArray(fc.constantFrom(...LABELS, 'slack:T1:C9', 'group:none'))
      const text = fc.constantFrom('lighthouse keeper', '灯台の番人', 'ships counted at the lighthouse')

      await fc.assert(
        fc.asyncProperty(labels, text, async (granted, query) => {
          const found = await kiku.search({ text: query, task: 'qa', audience: granted, limit: 50 }, NEVER)

          const permitted = new Set(['public', ...granted])
          expect(found.map(({ audience }) => audience).sort()).toEqual(
            LABELS.filter((label) => permitted.has(label)).sort(),
          )
        }),
        { numRuns: 60, seed: 7 },
      )
    })
  })
})

describe('the log', () => {
  let journey: Journey
  beforeEach(async () => {
    journey = await startJourney()
  })
  afterEach(() => journey.end())

  it('holds no question, no answer, no document and no key at level info', async () => {
    const key = 'sk-journey-very-secret-4f9a'
    const embeddings = await startEmbeddingsServer()
    await writeFile(join(journey.folder, 'key'), `${key}\n`)
    await journey.write('secret.md', '# Plan\n\nThe submarine of project Walrusfoot leaves at midnight.\n')
    await journey.write('torn.docx', 'Walrusfoot is not a document.')
    await journey.write('秘密.md', '# 計画\n\n極秘のセイウチ計画は真夜中に始まる。\n')
    const server = await journey.connect({
      script: answering({ content: 'The submarine of Walrusfoot leaves at midnight [1].' }),
    })
    const environment = {
      KIKU_EMBEDDER_PROVIDER: 'openai',
      KIKU_EMBEDDER_MODEL: 'embed',
      KIKU_EMBEDDER_URL: `${embeddings.url}`,
      KIKU_EMBEDDER_API_KEY: key,
    }

    await journey.run(['ingest', 'documents'], { environment })
    await journey.run(['ask', 'When does the Walrusfoot submarine leave?'], { environment })
    await journey.run(['ask', 'セイウチ計画はいつ始まりますか'], { environment })
    await journey.run(['search', 'Walrusfoot'], { environment })
    server.setFault({ kind: 'cut' })
    await journey.run(['ask', 'When does the Walrusfoot submarine leave?'], { environment })
    await embeddings.close()
    await journey.run(['ask', 'Walrusfoot midnight?'], { environment })
    await journey.run(['ingest', 'Walrusfoot-of-nowhere.md'], { environment })

    const log = await journey.log()
    expect(log.split('\n').length).toBeGreaterThan(3)
    expect(log).not.toMatch(/submarine|midnight|セイウチ|真夜中/)
    expect(log).not.toContain(key)
    expect(log).not.toMatch(/Walrusfoot (?!of)/)
    for (const line of log.trimEnd().split('\n')) expect(JSON.parse(line)).toHaveProperty('event')
  })
})
