import type { Answer, AnswerEvent, AnswerStage } from '../domain/answer.ts'
import type { AudienceLabel } from '../domain/audience.ts'
import type { Decision } from '../domain/decision.ts'
import { toKikuError } from '../domain/errors.ts'
import type { ChatModel, ModelLookup } from '../ports/chat-model.ts'
import { noInstruments, type Span } from '../ports/instruments.ts'
import type { AnswerPorts, AnswerRequest } from './answer-request.ts'
import { checkReply } from './check-reply.ts'
import type { CheckedReply } from './compose-abstention.ts'
import { contextualiseQuestion } from './contextualise-question.ts'
import { describeAnswer } from './describe-answer.ts'
import { type Draft, draftReply } from './draft-reply.ts'
import { createEventQueue } from './event-queue.ts'
import { findModel } from './find-model.ts'
import { type Gathered, gatherEvidence, NOTHING_GATHERED } from './gather-evidence.ts'
import { planContext } from './plan-context.ts'
import { probeIndex } from './probe-index.ts'
import type { GatheringEvent, Question } from './question.ts'
import { routeQuestion } from './route-question.ts'
import { createStageTimer, type StageTimer } from './stage-timer.ts'

/**
 * Answers one question. Yields what happens as it happens, and ends with exactly one `done` or `failed`; it never
 * throws. Aborting the request's signal, or leaving the loop, stops everything.
 */
export function answerQuestion(request: AnswerRequest, ports: AnswerPorts): AsyncGenerator<AnswerEvent, void> {
  const { instruments = noInstruments } = ports
  const { language, search } = request
  const attributes = { 'kiku.language': language, 'kiku.search_mode': search }
  return instruments.stream('answer', attributes, (span) => answerInSpan(request, ports, span))
}

async function* answerInSpan(
  request: AnswerRequest,
  ports: AnswerPorts,
  span: Span,
): AsyncGenerator<AnswerEvent, void> {
  const controller = new AbortController()
  const onAbort = () => controller.abort(request.signal.reason)
  request.signal.addEventListener('abort', onAbort, { once: true })
  try {
    request.signal.throwIfAborted()
    yield* answerInStages({ ...request, signal: controller.signal }, ports, span)
  } catch (thrown) {
    const error = toKikuError(thrown)
    span.end(error.code)
    yield { kind: 'failed', error }
  } finally {
    request.signal.removeEventListener('abort', onAbort)
    controller.abort(new DOMException('The answer has ended.', 'AbortError'))
  }
}

async function* answerInStages(
  request: AnswerRequest,
  ports: AnswerPorts,
  span: Span,
): AsyncGenerator<AnswerEvent, void> {
  const timer = createStageTimer(ports.clock, ports.instruments)
  const { signal } = request
  const lookup = findModel(ports, signal)
  const model = async () => modelOf(await lookup)

  yield status('contextualise')
  const question = await timer.time('contextualise', () => contextualiseQuestion(request, model, ports))

  const needsSearch = question.search !== 'never'
  if (needsSearch) yield status('probe')
  const probes = needsSearch ? await timer.time('probe', () => probeIndex(question, ports, signal)) : []

  yield status('route')
  const found = await timer.time('model', () => lookup)
  const decision = await timer.time('route', () => routeQuestion(question, probes, modelOf(found), ports, signal))
  yield { kind: 'decision', decision }

  const gathered = yield* gatherInStage({ question, decision, model: modelOf(found), ports, timer, signal })
  const isDirect = decision.labels.every((label) => label === 'direct')
  const stage = { question, gathered, model: modelOf(found), ports, timer, signal }
  const searched = yield* replyInStages({ ...stage, isDirect })
  // Where nothing answers, the words that came along with the question are still something to answer from.
  const isFromWords = question.ownWords !== question.original && stage.model !== undefined && !isDirect
  const isWanting =
    searched.reply.kind === 'abstained' && gathered.pending === undefined && gathered.undone === undefined
  const withoutEvidence = { ...stage, gathered: { ...gathered, evidence: [] }, isDirect: true }
  const made = isFromWords && isWanting ? yield* replyInStages(withoutEvidence) : searched
  signal.throwIfAborted()
  const answer = toAnswer({ ...made, decision, gathered, question, timer, found })
  span.set(describeAnswer(answer))
  yield { kind: 'done', answer }
}

interface ReplyStage {
  readonly question: Question
  readonly isDirect: boolean
  readonly gathered: Gathered
  readonly model: ChatModel | undefined
  readonly ports: AnswerPorts
  readonly timer: StageTimer
  readonly signal: AbortSignal
}

type Made = Pick<Outcome, 'reply' | 'draft' | 'evidence' | 'audiences'>

async function* replyInStages(stage: ReplyStage): AsyncGenerator<AnswerEvent, Made> {
  const { isDirect, ports, timer, signal } = stage
  if (!isDirect) yield status('fit')
  const context = await timer.time('fit', () => planContext(stage))
  const { passages, found } = context
  if (!isDirect) yield { kind: 'evidence', evidence: passages.map(({ evidence }) => evidence), found }

  yield status('answer')
  const draft = yield* timer.timeStream('answer', draftReply(context, ports, signal))

  yield status('check')
  const reply = await timer.time('check', () => checkReply(draft, context))
  const audiences = [...new Set(passages.map(({ evidence }) => evidence.audience))]
  return { reply, draft, evidence: { used: passages.length, found }, audiences }
}

interface GatherStage {
  readonly question: Question
  readonly decision: Decision
  readonly model: ChatModel | undefined
  readonly ports: AnswerPorts
  readonly timer: StageTimer
  readonly signal: AbortSignal
}

async function* gatherInStage(stage: GatherStage): AsyncGenerator<AnswerEvent, Gathered> {
  const { question, decision, model, ports, timer, signal } = stage
  if (decision.labels.every((label) => label === 'direct')) return NOTHING_GATHERED
  yield status('gather')
  const told = createEventQueue<AnswerEvent>()
  const tell = (event: GatheringEvent) => {
    if (event.kind === 'tool-call' || event.kind === 'approval-needed') told.push(event)
  }
  const gathering = timer
    .time('gather', () => gatherEvidence(question, decision, { model, tell }, ports, signal))
    .finally(told.end)
  // Its failure is thrown where it is waited for.
  gathering.catch(() => {})
  yield* told.events()
  return gathering
}

interface Outcome {
  readonly reply: CheckedReply
  readonly decision: Decision
  readonly evidence: Answer['evidence']
  readonly audiences: readonly AudienceLabel[]
  readonly gathered: Gathered
  readonly question: Question
  readonly timer: StageTimer
  readonly found: ModelLookup
  readonly draft: Draft
}

function toAnswer({ reply, decision, evidence, audiences, gathered, question, timer, found, draft }: Outcome): Answer {
  const degraded = draft.kind === 'failed' ? draft.code : found.kind === 'unavailable' ? found.error.code : undefined
  return {
    ...reply,
    decision,
    evidence,
    audiences,
    // An abstention is Kiku's own sentence, even where a model wrote something that did not hold.
    model: reply.kind === 'answered' && draft.kind === 'written' ? draft.modelId : null,
    question: question.text,
    timings: timer.read(),
    ...(gathered.tools === undefined ? {} : { tools: gathered.tools }),
    ...(gathered.pending === undefined ? {} : { pending: gathered.pending }),
    ...(degraded === undefined ? {} : { degraded }),
  }
}

function modelOf(lookup: ModelLookup) {
  return lookup.kind === 'ready' ? lookup.model : undefined
}

function status(stage: AnswerStage): AnswerEvent {
  return { kind: 'status', stage }
}
