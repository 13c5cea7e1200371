import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, it } from 'vitest'
import { type Journey, startJourney } from '../fakes/journey-bench.ts'
import { answering, answerRequests } from '../fakes/journey-model.ts'
import { countPassages, readTurns } from '../fakes/journey-store.ts'
import { seededRandom } from '../fakes/seeded-random.ts'

const INGEST = fileURLToPath(new URL('../fakes/journey-ingest.ts', import.meta.url))
const PATIENCE = { timeout: 120_000 }

const DOCUMENTS = 60
const FILLER = 'The archive of the harbour office keeps every paper for ten years. '.repeat(12)

const QUESTION = 'How long is the warranty on the compressor?'
const PIECES = ['The ', 'compressor ', 'is ', 'covered ', 'by a ', 'warranty ', 'of seven ', 'years ', '[1].']

// Side by side, since most of the time is the start of processes.
describe.concurrent('kill -9', () => {
  it(
    'of an ingestion loses nothing acknowledged, leaves nothing half, and the next run reads the rest',
    PATIENCE,
    async ({ expect }) => {
      const journey = await startJourney()
      try {
        for (let number = 0; number < DOCUMENTS; number += 1) await writePaper(journey, number)
        const whole = await countWhole(journey)
        const random = seededRandom(4711)
        const acknowledged = new Set<string>()
        // While it opens, after so many documents, and while it saves the index.
        const moments = ['opened', ...Array.from({ length: 6 }, () => 1 + Math.floor(random() * 8)), 'ingested']

        for (const moment of moments) {
          const child = journey.start([journey.documents], { script: INGEST })
          const said = () => child.stdout().split('\n').slice(0, -1)
          await child.until(() => (typeof moment === 'number' ? countAdded(said()) >= moment : said().includes(moment)))
          await pause(random() * 25)
          const { signal } = await child.kill('SIGKILL')

          for (const line of said()) if (line.startsWith('added ')) acknowledged.add(line.slice('added '.length))
          const stored = await countPassages(journey)
          // Saving takes a moment only, so the last one may have ended by itself.
          if (moment !== 'ingested') expect(signal, child.stderr()).toBe('SIGKILL')
          expect([...acknowledged].filter((location) => !stored.has(location))).toEqual([])
          expect([...stored.values()]).toEqual(Array.from(stored, () => whole))
        }
        const { code, stdout } = await journey.run(['ingest', journey.documents])

        expect(code).toBe(0)
        expect(stdout).toMatch(/updated 0, unchanged \d+, removed 0/)
        expect(Number(/unchanged (\d+)/.exec(stdout)?.[1])).toBeGreaterThanOrEqual(acknowledged.size)
        expect(acknowledged.size).toBeGreaterThan(20)
        expect([...(await countPassages(journey)).values()]).toEqual(Array.from({ length: DOCUMENTS }, () => whole))
        const search = await journey.run(['search', '--json', '--limit', '100', 'paper 17 of the harbour'])
        const found: readonly { location: string; text: string }[] = JSON.parse(search.stdout).results
        expect(found.length).toBeGreaterThan(0)
        expect(new Set(found.map(({ location, text }) => location + text)).size).toBe(found.length)
      } finally {
        await journey.end()
      }
    },
  )

  it(
    'of an answer keeps the question that was accepted and the answer that was shown',
    PATIENCE,
    async ({ expect }) => {
      const journey = await startJourney()
      try {
        await journey.write('warranty.md', '# Warranty\n\nThe compressor is covered by a warranty of seven years.\n')
        await journey.run(['ingest', 'documents'])
        const random = seededRandom(1234)
        let stopAt = 0
        const server = await journey.connect({
          script: answering({
            chunks: PIECES,
            beforePiece: (piece) => (piece === stopAt ? new Promise<void>(() => {}) : undefined),
          }),
        })
        let answers = 0

        // After so many pieces of the answer, or after its last line.
        for (const [before, moment] of ([0, 1, 3, 5, 7, 8, 'shown', 'shown'] as const).entries()) {
          stopAt = moment === 'shown' ? Number.POSITIVE_INFINITY : moment
          const child = journey.start(['ask', '--search', QUESTION])
          if (moment === 'shown') await child.until(() => child.stdout().includes('written by'))
          else while ((answerRequests(server)[before]?.sent ?? -1) < moment) await pause(5)
          await pause(random() * 20)
          await child.kill('SIGKILL')

          if (moment === 'shown') answers += 1
          const turns = await journey.inspect(readTurns)
          const textsOf = (wanted: string) => turns.filter(({ role }) => role === wanted).map(({ text }) => text)
          expect(textsOf('user')).toEqual(Array.from({ length: before + 1 }, () => QUESTION))
          expect(textsOf('assistant')).toEqual(Array.from({ length: answers }, () => PIECES.join('')))
        }

        const { stdout } = await journey.run(['ask', '--search', QUESTION])
        expect(stdout).toContain(PIECES.join(''))
      } finally {
        await journey.end()
      }
    },
  )
})

function writePaper(journey: Journey, number: number): Promise<string> {
  const sections = Array.from(
    { length: 5 },
    (_, part) => `# Part ${part}\n\nPaper ${number} of the harbour. 港の書類${number}の第${part}章。\n\n${FILLER}`,
  )
  return journey.write(`${number}.md`, sections.join('\n\n'))
}

/** Passages of each paper when nothing is killed. */
async function countWhole(journey: Journey): Promise<number> {
  const control = await startJourney()
  try {
    await control.run(['ingest', join(journey.documents, '0.md')])
    return [...(await countPassages(control)).values()][0] ?? Number.NaN
  } finally {
    await control.end()
  }
}

function countAdded(lines: readonly string[]): number {
  return lines.filter((line) => line.startsWith('added ')).length
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
