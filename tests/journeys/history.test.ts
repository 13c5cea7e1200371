import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Thread, Turn } from '../../src/domain/thread.ts'
import type { Store } from '../../src/ports/store.ts'
import { askKiku, readAnswer } from '../fakes/journey-answer.ts'
import { type Journey, NEVER, OFFICE, startJourney } from '../fakes/journey-bench.ts'

const DAY_MS = 24 * 60 * 60 * 1_000

describe('asking about what was said before', () => {
  let prepared: Journey
  let journey: Journey
  beforeAll(async () => {
    prepared = await startJourney()
    await prepared.copy(OFFICE)
    await prepared.run(['ingest', 'documents'])
    const noon = new Date().setHours(12, 0, 0, 0)
    await prepared.inspect(async (store) => {
      await say(store, noon - DAY_MS, 'The parking garage will be painted green by Mr. Ito.')
      await say(store, noon - DAY_MS, '駐輪場の屋根の修理は伊藤さんに頼むことにした。')
      await say(store, noon - 40 * DAY_MS, 'The parking garage should be painted purple by Ms. Blum.')
      await say(store, noon - 40 * DAY_MS, '駐輪場の屋根の修理は小田さんに頼むつもりだ。')
      await say(store, noon - DAY_MS, 'The parking garage holds the secret of project Basilisk.', {
        surface: 'slack',
        workspace: 'T1',
        channel: 'C1',
        audience: 'slack:T1:C1',
      })
    })
    await embedEverything(prepared)
  })
  beforeEach(async () => {
    journey = await startJourney(prepared)
  })
  afterEach(() => journey.end())
  afterAll(() => prepared.end())

  const ask = (...argv: readonly string[]) => journey.run(['ask', '--json', ...argv]).then(readAnswer)

  it.each([
    ['What did I say yesterday about the parking garage?', 'green', 'purple'],
    ['昨日、駐輪場の屋根の修理について何と言いましたか', '伊藤さん', '小田さん'],
  ])('finds only what was said then: %s', async (question, then, earlier) => {
    const answer = await ask(question)

    expect(answer.decision.labels).toContain('history')
    expect(answer.kind).toBe('extracted')
    expect(answer.answer).toContain(then)
    expect(JSON.stringify(answer)).not.toContain(earlier)
  })

  it.each([
    ['Earlier I told you who paints the parking garage. Who was it?', /Ito|Blum/],
    ['前に駐輪場の屋根の修理を誰に頼むと話しましたか', /伊藤さん|小田さん/],
  ])('finds it without a time: %s', async (question, words) => {
    const answer = await ask(question)

    expect(answer.decision.labels).toContain('history')
    expect(answer.answer).toMatch(words)
  })

  it.each([
    'What did I say yesterday about the parking garage?',
    'What was said about project Basilisk?',
    'What did we say yesterday about the secret of project Basilisk in the parking garage?',
  ])('never shows what was said in a channel that the asker is not in: %s', async (question) => {
    const answer = await ask('--search', question)

    expect(answer.answer).not.toContain('Basilisk')
    expect(JSON.stringify(answer.citations)).not.toContain('Basilisk')
  })

  it('shows it to who may read that channel', async () => {
    const answer = await ask(
      '--audience',
      'slack:T1:C1',
      'What did we say yesterday about the secret of project Basilisk?',
    )

    expect(answer.answer).toContain('secret of project Basilisk')
  })

  it('remembers what is said now, in the next chat, after a restart', async () => {
    const first = await journey.open()
    await askKiku(first, 'My parcel locker is number 4831, please remember that.')
    await first.close()

    const second = await journey.open()
    const answer = await askKiku(second, 'What did I say earlier about the number of my parcel locker?')

    expect(answer.decision.labels).toContain('history')
    expect(answer.text).toContain('4831')
    expect(answer.citations[0]?.location).toMatch(/^terminal:/)
  })

  it('does not answer a question with the question itself', async () => {
    const kiku = await journey.open()
    await askKiku(kiku, 'What colour was the submarine of Captain Nemo?')

    const answer = await askKiku(kiku, 'What colour was the submarine of Captain Nemo?')

    expect(answer.kind).toBe('abstained')
  })
})

async function say(
  store: Store,
  createdAt: number,
  text: string,
  place: Partial<Omit<Thread, 'id' | 'createdAt'>> = {},
): Promise<void> {
  const id = `thread-${text.length}-${createdAt}`
  const audience = place.audience ?? 'person:terminal:local'
  const thread = {
    id,
    surface: 'terminal',
    workspace: 'local',
    channel: 'terminal',
    createdAt,
    audience,
    ...place,
  } as const
  const turn: Turn = { id: `turn-of-${id}`, threadId: id, role: 'user', author: { id: 'local' }, text, createdAt }
  await store.conversations.ensureThread(thread)
  const location = `${thread.surface}:${thread.workspace}:${thread.channel}#${turn.id}`
  const header = { namespace: 'history', audience, createdAt, threadId: id, title: 'local', location } as const
  await store.conversations.addTurn(turn, { ...header, text, locator: {} })
}

/** Lets the background make the vectors of what was put into the store by hand. */
async function embedEverything(journey: Journey): Promise<void> {
  const kiku = await journey.open()
  const isDone = async () => (await kiku.examine(NEVER)).some(({ part, state }) => part === 'index' && state === 'ok')
  while (!(await isDone())) await new Promise((resolve) => setTimeout(resolve, 20))
  await kiku.close()
}
