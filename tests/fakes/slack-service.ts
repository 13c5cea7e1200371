import { type Environment, type Journey, startJourney } from './journey-bench.ts'
import { answering, promptOf } from './journey-model.ts'
import type { JourneyProcess, ProcessEnd } from './journey-process.ts'
import type { OllamaServer } from './ollama-server.ts'
import { type SlackMessage, type SlackServer, type SlackServerOptions, startSlackServer } from './slack/slack-server.ts'

/** What the model says to every question, in pieces that are long enough to be streamed. */
export const WARRANTY = 'The compressor is covered by a warranty of seven years [1].'
const PIECES = WARRANTY.split(/(?<= )/)
const PIECE_MS = 60

/** Kiku as a service in a process of its own, which can be killed and started again over the same data. */
export interface SlackService {
  readonly journey: Journey
  readonly slack: SlackServer
  readonly model: OllamaServer
  /** Resolves when Kiku takes what Slack tells. */
  start(): Promise<void>
  /** Resolves with the end of the process, when Slack has noticed it. Nothing is held any more, and no call goes wrong. */
  kill(signal: NodeJS.Signals): Promise<ProcessEnd>
  /** The model stops before a piece of its answer to a question with this word, until the process is gone. */
  hold(word: string, piece: number): void
  /** Whether the model was asked about a word. */
  wasAsked(word: string): boolean
  output(): string
  end(): Promise<void>
}

export async function startSlackService(options: {
  readonly slack?: SlackServerOptions
  readonly environment?: Environment
}): Promise<SlackService> {
  const journey = await startJourney()
  const slack = await startSlackServer(options.slack)
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
  journey.configure({
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    KIKU_SLACK_API_URL: slack.apiUrl,
    KIKU_MODEL_CONCURRENT_REQUESTS: '8',
    ...options.environment,
  })
  const processes: JourneyProcess[] = []

  return {
    journey,
    slack,
    model,
    async start() {
      const process = journey.start(['serve'])
      processes.push(process)
      // Over a socket people can ask as soon as it is open, which is sooner than Kiku says so.
      const isOn = () => slack.openSockets > 0 || process.stderr().includes('Slack is on')
      await slack.waitFor(isOn, 'that Slack is on', 20_000)
    },
    async kill(signal) {
      const process = processes.at(-1)
      if (process === undefined) throw new Error('There is no process.')
      const end = await process.kill(signal)
      await slack.waitFor(() => slack.openSockets === 0, 'the end of the connection')
      holds.clear()
      slack.faults.length = 0
      return end
    },
    hold: (word, piece) => void holds.set(word, piece),
    wasAsked: (word) => model.requests.some(({ chat }) => promptOf(chat).includes(word)),
    output: () => processes.map((process) => process.stdout() + process.stderr()).join('\n'),
    async end() {
      await slack.close()
      await journey.end()
    },
  }
}

/** Whether a message of Kiku's stands as it will stay. */
export function isComplete({ blocks, streaming }: SlackMessage): boolean {
  return streaming !== 'in_progress' && JSON.stringify(blocks).includes('kiku_try_again')
}

/** What is wrong with the messages of a thread in which so many answers should stand, each once and complete. */
export function findFlaws(replies: readonly SlackMessage[], answers = 1): readonly string[] {
  const words = WARRANTY.replace(' [1].', '')
  const count = (text: string) => text.split(words).length - 1
  const flaws = replies.flatMap((reply) => {
    const shown = JSON.stringify([reply.blocks, reply.parts])
    return [
      ...(reply.streaming === 'in_progress' ? ['is still being streamed'] : []),
      ...(shown.includes('kiku_stop') ? ['can still be stopped'] : []),
      ...(isComplete(reply) ? [] : ['is not complete']),
      // Once in the answer, once in the source.
      ...(count(shown) === 2 ? [] : [`says it ${count(shown)} times`]),
    ]
  })
  return replies.length === answers ? flaws : [...flaws, `${replies.length} answers instead of ${answers}`]
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
