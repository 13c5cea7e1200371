import { type Environment, type Journey, startJourney } from './journey-bench.ts'
import { answering, promptOf } from './journey-model.ts'
import type { JourneyProcess, ProcessEnd } from './journey-process.ts'
import type { OllamaServer } from './ollama-server.ts'

/** What the model says to every question, in pieces that are long enough to be streamed. */
export const WARRANTY = 'The compressor is covered by a warranty of seven years [1].'
const PIECES = WARRANTY.split(/(?<= )/)
const PIECE_MS = 60

/** Kiku as a service in a process of its own, which can be killed and started again over the same data. */
export interface SurfaceService {
  readonly journey: Journey
  readonly model: OllamaServer
  /** Starts a process. */
  launch(): JourneyProcess
  /** Resolves with the end of the process. The model holds nothing back any more. */
  kill(signal: NodeJS.Signals): Promise<ProcessEnd>
  /** The model stops before a piece of its answer to a question with this word, until the process is gone. */
  hold(word: string, piece: number): void
  /** Whether the model was asked about a word. */
  wasAsked(word: string): boolean
  /** What all processes said. */
  output(): string
  end(): Promise<void>
}

/** @param connection variables by which Kiku finds the platform */
export async function startSurfaceService(connection: Environment): Promise<SurfaceService> {
  const journey = await startJourney()
  const holds = new Map<string, number>()
  await journey.write('warranty.md', '# Warranty\n\nThe compressor is covered by a warranty of seven years.\n')
  await journey.run(['ingest', 'documents'])
  const model = await journey.connect({
    numParallel: 8,
    script: answering((body) => {
      const prompt = promptOf(body)
      const [, at] = [...holds].find(([word]) => prompt.includes(word)) ?? []
      return {
        chunks: PIECES,
        beforePiece: (piece) => (piece === at ? new Promise<void>(() => {}) : pause(at === undefined ? 0 : PIECE_MS)),
      }
    }),
  })
  journey.configure({ KIKU_MODEL_CONCURRENT_REQUESTS: '8', ...connection })
  const processes: JourneyProcess[] = []

  return {
    journey,
    model,
    launch() {
      const process = journey.start(['serve'])
      processes.push(process)
      return process
    },
    async kill(signal) {
      const process = processes.at(-1)
      if (process === undefined) throw new Error('There is no process.')
      const end = await process.kill(signal)
      holds.clear()
      return end
    },
    hold: (word, piece) => void holds.set(word, piece),
    wasAsked: (word) => model.requests.some(({ chat }) => promptOf(chat).includes(word)),
    output: () => processes.map((process) => process.stdout() + process.stderr()).join('\n'),
    end: () => journey.end(),
  }
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
