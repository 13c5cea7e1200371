import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { EvidenceView, Problem } from '../../../src/adapters/web/api/schemas/common.ts'
import { answerLibrary } from './answer-library.ts'
import { answerQuestion } from './answer-question.ts'
import { readJson, sendJson, sendProblem } from './http.ts'
import { knownEvidence } from './page-scripts.ts'
import type { PageState } from './page-state.ts'

const missing: Problem = {
  type: 'about:blank',
  title: 'There is nothing at this address.',
  status: 404,
  code: 'not-found',
  retryable: false,
}

/** Plays the API. */
export async function answerApi(request: IncomingMessage, response: ServerResponse, state: PageState): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
  const refusal = [...state.refusals].find(([path]) => pathname.startsWith(path))?.[1]
  if (refusal !== undefined) return sendProblem(response, refusal)
  if (pathname === '/v1/ask') return answerQuestion(request, response, state)
  if (state.delay > 0) await sleep(state.delay)
  const [, , group, id] = pathname.split('/').map(decodeURIComponent)
  const key = `${request.method} ${group}`
  switch (key) {
    case 'GET session':
      return sendJson(response, state.session)
    case 'GET threads':
      return id === undefined ? sendJson(response, { threads: state.threads }) : sendThread(response, state, id)
    case 'PATCH threads': {
      const { title } = (await readJson(request)) as { title: string }
      state.threads = state.threads.map((thread) => (thread.id === id ? { ...thread, title } : thread))
      return sendJson(response, {})
    }
    case 'DELETE threads':
      state.threads = state.threads.filter((thread) => thread.id !== id)
      response.writeHead(204).end()
      return
    case 'POST feedback':
    case 'POST approvals':
      await readJson(request)
      response.writeHead(204).end()
      return
    case 'POST search':
      await readJson(request)
      return sendJson(response, { evidence: knownEvidence.slice(0, 7), durationMs: 2.1 })
    case 'GET passages':
      return sendPassages(response, Number(id), Number(searchParams.get('around') ?? 5))
    case 'GET insight':
      return sendJson(response, state.insight(Number(searchParams.get('days'))))
    default:
      if (await answerLibrary(request, response, state)) return
      return sendProblem(response, missing)
  }
}

function sendThread(response: ServerResponse, state: PageState, id: string): void {
  const thread = state.threads.find((one) => one.id === id)
  if (thread === undefined) {
    sendProblem(response, { ...missing, title: 'This conversation is not here.' })
    return
  }
  sendJson(response, { id, title: thread.title, exchanges: state.exchanges.get(id) ?? [] })
}

const NEIGHBOURS = 12
const SPACING = 1_000

/** The passage among made-up neighbours, whose keys lie around a thousand times its own. */
function sendPassages(response: ServerResponse, key: number, around: number): void {
  const centre = key < NEIGHBOURS * 10 ? key * SPACING : key
  const origin = Math.round(centre / SPACING)
  const known = knownEvidence.find((one) => one.key === origin)
  if (known === undefined) {
    sendProblem(response, missing)
    return
  }
  const offsets = Array.from({ length: 2 * around + 1 }, (_, index) => centre - around + index - origin * SPACING)
  const passages = offsets
    .filter((offset) => Math.abs(offset) <= NEIGHBOURS)
    .map((offset) => neighbourOf(known, offset))
  sendJson(response, {
    title: known.title,
    location: known.location,
    passages,
    hasBefore: (offsets[0] ?? 0) > -NEIGHBOURS,
    hasAfter: (offsets.at(-1) ?? 0) < NEIGHBOURS,
  })
}

function neighbourOf(known: EvidenceView, offset: number) {
  if (offset === 0) return known
  return {
    key: known.key * SPACING + offset,
    namespace: known.namespace,
    title: known.title,
    text: `Neighbouring passage ${offset}. It says what stands before or behind in the document, so that a reader can judge the quoted words in their place.`,
    locator: { headings: ['Employee handbook', offset < 0 ? 'Working hours' : 'Leave'], page: 14 + Math.sign(offset) },
  }
}
