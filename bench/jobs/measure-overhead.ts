import { fork } from 'node:child_process'
import { once } from 'node:events'
import type { Kiku } from '../../src/kiku.ts'
import { FEW, readQueries } from '../corpus/corpus.ts'
import { summarizeTimes } from '../measure/measure-calls.ts'
import { measureWork, residentMegabytes, type WorkCost } from '../measure/measure-work.ts'
import { dataFolder } from './open-bench-index.ts'
import { openBenchKiku } from './open-bench-kiku.ts'
import { type SentRequest, watchRequests } from './watch-requests.ts'

export interface OverheadFigures {
  readonly times: ReturnType<typeof summarizeTimes>
  /** Requests to the model for one question, the answer's own included. */
  readonly requests: number
  readonly asking: WorkCost
  readonly residentMb: number
}

const QUESTIONS = 400
const WARM_UP = 40

/**
 * Asks questions of the whole product, beside a model server that answers at once. Overhead is the time from the
 * question to the request for its answer, without the time that earlier requests to the model took.
 */
export async function measureOverhead({ work }: { readonly work: string }): Promise<OverheadFigures> {
  const { signal } = new AbortController()
  const server = fork(new URL('./ollama-process.ts', import.meta.url), { execArgv: ['--import', 'tsx'] })
  const [url] = await once(server, 'message')
  const requests = watchRequests()
  const kiku = await openBenchKiku(dataFolder(work), signal, String(url))
  try {
    const questions = (await readQueries(work)).slice(0, QUESTIONS + WARM_UP).map(({ text }) => text)
    for (const text of questions.slice(QUESTIONS)) await ask(kiku, text, signal)
    const times: number[] = []
    let sent = 0
    const { result: _none, ...asking } = await measureWork(async () => {
      for (const text of questions.slice(0, QUESTIONS)) {
        requests.clear()
        const start = performance.now()
        await ask(kiku, text, signal)
        const toModel = requests.sent.filter(({ path }) => path === '/api/chat')
        sent += toModel.length
        const last = toModel.at(-1)
        if (last !== undefined) times.push(last.sentAt - start - waited(requests.sent, last))
      }
    })
    return { times: summarizeTimes(times), requests: sent / QUESTIONS, asking, residentMb: residentMegabytes() }
  } finally {
    await kiku.close()
    requests.stop()
    server.kill()
  }
}

async function ask(kiku: Kiku, text: string, signal: AbortSignal): Promise<void> {
  for await (const event of kiku.ask({ text, search: 'auto', audience: [FEW] }, signal)) {
    if (event.kind === 'failed') throw event.error
  }
}

/** Time that the requests before this one were on their way. */
function waited(sent: readonly SentRequest[], last: SentRequest): number {
  const earlier = sent.filter(({ sentAt }) => sentAt < last.sentAt)
  return earlier.reduce((sum, { sentAt, endedAt }) => sum + Math.min(endedAt ?? last.sentAt, last.sentAt) - sentAt, 0)
}
