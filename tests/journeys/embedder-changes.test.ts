import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { askKiku, readAnswer } from '../fakes/journey-answer.ts'
import { type Environment, type Journey, NEVER, OFFICE, startJourney } from '../fakes/journey-bench.ts'
import { EMBEDDING_MODEL } from '../fakes/ollama-server.ts'

const QUESTION = 'Where is the key of the bicycle cellar?'
const ANSWER = 'hangs at the reception'
/** Resolves when it holds; a test that fails must not leave this going. */
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 2_000; tries += 1) {
    if (await holds()) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error('What was waited for never came.')
}

describe('an embedding model that changes', () => {
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

  const expectRightAnswers = async (environment: Environment) =>
    expect(readAnswer(await journey.run(['ask', '--json', QUESTION], { environment })).answer).toContain(ANSWER)
  const open = async () => {
    const server = await journey.connect({ models: [{ ...EMBEDDING_MODEL, digest: 'first' }] })
    await journey.write('note.md', '# Safe\n\nThe safe is behind the painting of the harbour.\n')
    const embedder = { KIKU_EMBEDDER_PROVIDER: 'ollama', KIKU_EMBEDDER_MODEL: 'embed', KIKU_EMBEDDER_URL: server.url }
    return { server, environment: { ...embedder, KIKU_MODEL_PROVIDER: 'none' } }
  }

  it('embeds anew when a model of another dimension stands under the name, and answers meanwhile', async () => {
    const { server, environment } = await open()
    await journey.run(['ingest', 'documents'], { environment })
    server.setModels([{ ...EMBEDDING_MODEL, digest: 'second', dimension: 256 }])

    await expectRightAnswers(environment)
    const kiku = await journey.open({ environment })
    await server.until(() => server.stats.active === 0)
    const again = await askKiku(kiku, 'Where is the safe?')
    await kiku.close()

    expect(again.text).toContain('behind the painting')
    expect((await journey.run(['doctor'], { environment })).stdout).toMatch(/256 numbers to a vector/)
  })

  it('goes on after a kill -9 half-way, and the old vectors serve until then', { timeout: 60_000 }, async () => {
    for (let room = 0; room < 90; room += 1)
      await journey.write(`${room}.md`, `# Room ${room}\n\nIt is painted blue.\n`)
    await journey.run(['ingest', 'documents'])
    const { server, environment } = await open()
    journey.configure(environment)
    let [seen, asked] = [0, Number.POSITIVE_INFINITY]
    server.setEmbedScript((inputs) => {
      // Full batches are of documents; what comes after the first page of them is never answered.
      if (inputs.length === 32) seen += 32
      if (seen < 64) return undefined
      asked = Math.min(asked, server.paths.length)
      server.setFault({ kind: 'hang' })
      return undefined
    })
    const child = journey.start(['serve'])
    // The next page is asked for when the first is stored.
    await until(() => server.paths.length > asked)
    await child.kill('SIGKILL')
    server.setEmbedScript(undefined)
    server.setFault(undefined)
    const halfway = await journey.open({ mode: 'read' })
    const findings = await halfway.examine(NEVER)
    const nearest = await halfway.findNeighbours(
      { text: QUESTION, task: 'qa', side: 'query', audience: [], limit: 3 },
      NEVER,
    )
    await halfway.close()

    const kiku = await journey.open()
    const isDone = async () => (await kiku.examine(NEVER)).some(({ part, state }) => part === 'index' && state === 'ok')
    await until(isDone)
    const after = await kiku.findNeighbours(
      { text: QUESTION, task: 'qa', side: 'query', audience: [], limit: 3 },
      NEVER,
    )
    await kiku.close()

    expect(findings.find(({ part }) => part === 'index')?.message).toMatch(/^[1-9]\d* of \d+ vectors.*bundled:.* serve/)
    expect(nearest.embedder.id).toMatch(/^bundled:/)
    expect(nearest.neighbours[0]?.text).toContain(ANSWER)
    expect(after.embedder.id).toMatch(/^ollama:embed@/)
    await expectRightAnswers(environment)
  })

  it('says so when the dimension changes and nothing else, and loses nothing', async () => {
    const { server, environment } = await open()
    await journey.run(['ingest', 'documents'], { environment })
    server.setModels([{ ...EMBEDDING_MODEL, digest: 'first', dimension: 256 }])

    const ask = await journey.run(['ask', QUESTION], { environment })
    server.setModels([{ ...EMBEDDING_MODEL, digest: 'first' }])

    expect([ask.code, ask.stdout, ask.stderr].join(' ')).toMatch(/reception|384 numbers where 256 are expected/)
    await expectRightAnswers(environment)
    expect((await journey.run(['doctor'], { environment })).stdout).toMatch(/384 numbers to a vector/)
  })

  it('goes on with words when the dimension changes while Kiku runs', async () => {
    const { server, environment } = await open()
    const kiku = await journey.open({ environment })
    server.setModels([{ ...EMBEDDING_MODEL, digest: 'first', dimension: 100 }])

    const request = { locations: [journey.documents], audience: 'public' }
    const report = await kiku.ingest(request, () => {}, NEVER)
    const answer = await askKiku(kiku, 'Where is the safe?')

    expect(report).toMatchObject({ added: 1, failures: [] })
    expect(answer.text).toContain('behind the painting')
  })

  it('goes on with words when the embedding server goes down between ingestion and question', async () => {
    const { server, environment } = await open()
    await journey.run(['ingest', 'documents'], { environment })
    await server.close()

    await expectRightAnswers(environment)
    const doctor = await journey.run(['doctor'], { environment })

    expect(doctor.stdout).toMatch(/broken +embedder +.*cannot be reached/)
  })
})
