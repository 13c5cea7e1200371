import type { EvidenceAgent, Gathering, Question } from '../src/answer/question.ts'
import { toKikuError } from '../src/domain/errors.ts'
import type { Evidence } from '../src/domain/evidence.ts'
import type { Turn } from '../src/domain/thread.ts'
import type { CalledTool, PendingCall, ToolArguments, ToolResult, ToolSpec, ToolTrace } from '../src/domain/tool.ts'
import type { Clock } from '../src/ports/clock.ts'
import type { Instruments } from '../src/ports/instruments.ts'
import type { PromptLibrary } from '../src/ports/prompt-library.ts'
import type { Telemetry } from '../src/ports/telemetry.ts'
import { type ApprovedCallPorts, type ApprovedCalls, createApprovedCalls } from './tools/approved-calls.ts'
import { type CallDesk, type CallLimits, type CallOutcome, createCallDesk } from './tools/call-desk.ts'
import { type Candidate, type ConsiderPorts, considerTools, fitTools } from './tools/consider-tools.ts'
import { runToolLoop } from './tools/run-tool-loop.ts'
import { toMessages } from './tools/tool-messages.ts'

/** A call that stands in the question, so that no model is needed to read it. */
export type ReadRequest = (
  text: string,
  language: 'en' | 'ja',
  askedAt: number,
) => { readonly tool: string; readonly arguments: ToolArguments } | undefined

export interface ToolAgentOptions extends ConsiderPorts, ApprovedCallPorts {
  readonly readRequest: ReadRequest
  readonly findProblems: (spec: ToolSpec, args: ToolArguments) => readonly string[]
  readonly prompts: PromptLibrary
  readonly createBoundary: () => string
  readonly createCallId: () => string
  readonly clock: Clock
  readonly telemetry: Telemetry
  readonly instruments?: Instruments
  readonly limits?: Partial<ToolLimits>
  /** Resolves when servers that are only just being reached have told their tools, or have taken too long. Never throws. */
  readonly ready?: (signal: AbortSignal) => Promise<void>
}

export interface ToolLimits extends CallLimits {
  /** Tools that the model is told of. */
  readonly offered: number
  /** Tokens that their descriptions may take. */
  readonly offeredTokens: number
  /** Answers of the model. */
  readonly steps: number
}

export const DEFAULT_TOOL_LIMITS: ToolLimits = {
  offered: 6,
  offeredTokens: 2_000,
  steps: 5,
  calls: 8,
  callMs: 20_000,
  approvalMs: 24 * 60 * 60_000,
}

/** Results are no items of the store; negative keys are never anybody else's. */
const FIRST_KEY = -1

/** Finds the few tools that fit among all that are offered, and has them called. Their results are its evidence. */
export function createToolAgent(options: ToolAgentOptions): EvidenceAgent {
  const limits = { ...DEFAULT_TOOL_LIMITS, ...options.limits }
  const approvedCalls = createApprovedCalls(options)
  return {
    label: 'tool',
    claims: (question) => readIn(question, options) !== undefined,
    async gather(question, signal, gathering) {
      const considered: Candidate[] = []
      const desk = createCallDesk({
        ...options,
        ...{ limits, context: question },
        ...readProvenance(question),
        describedBy: () => considered.map(({ spec }) => spec.server),
      })
      const results: (CallOutcome & { readonly kind: 'result' })[] = []
      const onResult = (outcome: CallOutcome) => {
        const isNew = outcome.kind === 'result' && !results.includes(outcome)
        // Whoever approved a call wants to know also how it failed.
        const isWorth = isNew && (!outcome.result.isError || question.approved !== undefined)
        if (isWorth && outcome.result.text.trim() !== '') results.push(outcome)
      }
      try {
        await callTools({ question, desk, approvedCalls, considered, onResult, gathering, options, limits }, signal)
      } catch (thrown) {
        // What was found out before is worth an answer.
        if (signal.aborted && results.length === 0) throw thrown
        options.telemetry.warn('tools-not-called', { code: toKikuError(thrown).code })
      } finally {
        gathering?.tell({ kind: 'tools-used', trace: traceOf(considered, desk.calls) })
      }
      if (desk.pending !== undefined) gathering?.tell({ kind: 'approval-needed', call: desk.pending })
      return results.map(({ spec, result }, at) => toEvidence(spec, result, question, FIRST_KEY - at, options.clock))
    },
  }
}

interface Work {
  readonly question: Question
  readonly desk: CallDesk
  readonly approvedCalls: ApprovedCalls
  /** Filled with what is looked at. */
  readonly considered: Candidate[]
  readonly onResult: (outcome: CallOutcome) => void
  readonly gathering: Gathering | undefined
  readonly options: ToolAgentOptions
  readonly limits: ToolLimits
}

async function callTools(work: Work, signal: AbortSignal): Promise<void> {
  const { question, desk, considered, onResult, gathering, options, limits } = work
  const tell = (name: string, args: ToolArguments) => gathering?.tell({ kind: 'tool-call', name, arguments: args })
  if (question.approved !== undefined) {
    await options.ready?.(signal)
    tell(question.approved.tool, question.approved.arguments)
    return runApproved(question.approved, work, signal)
  }
  const search = async (text: string, until: AbortSignal) => {
    const found = await considerTools({ text, limit: limits.offered }, question, options, until)
    considered.push(...found.filter(({ spec }) => !considered.some((known) => known.spec.id === spec.id)))
    return found
  }
  const read = readIn(question, options)
  if (read !== undefined) {
    tell(read.tool, read.arguments)
    const outcome = await desk.call(read.tool, read.arguments, signal)
    onResult(outcome)
    if (outcome.kind === 'result' && !outcome.result.isError) return
  }
  await options.ready?.(signal)
  const candidates = fitTools(await search(question.text, signal), limits.offeredTokens)
  const model = gathering?.model
  if (candidates.length === 0) return
  if (model === undefined || !model.capabilities.tools) return gathering?.tell({ kind: 'model-lacking' })
  const boundary = options.createBoundary()
  const watched: CallDesk = {
    ...desk,
    get pending() {
      return desk.pending
    },
    call(id, args, until) {
      tell(id, args)
      return desk.call(id, args, until)
    },
  }
  const messages = toMessages(question, boundary, options)
  const { telemetry } = options
  const { steps } = limits
  await runToolLoop(
    { model, messages, candidates, desk: watched, search, onResult, boundary, steps, telemetry },
    signal,
  )
}

async function runApproved(approved: PendingCall, work: Work, signal: AbortSignal): Promise<void> {
  const { desk, onResult, gathering, approvedCalls, question } = work
  const outcome = await approvedCalls.run(approved, question.audience, desk, signal)
  if (outcome === 'begun-before') return gathering?.tell({ kind: 'approved-undone', why: 'begun-before' })
  onResult(outcome)
  if (outcome.kind === 'result' && !outcome.result.isError) return
  const hasRun = desk.calls.some((call) => call.outcome === 'failed')
  gathering?.tell({ kind: 'approved-undone', why: hasRun ? 'failed' : 'not-run' })
}

/** Whose words the model reads: those of others in the thread, quoted or of Kiku's may want to have something called. */
function readProvenance({ ownWords, original, turns, asker }: Question) {
  const isOwn = ({ role, author }: Turn) => role === 'user' && asker !== undefined && author.id === asker
  return {
    asked: [ownWords, ...turns.filter(isOwn).map(({ text }) => text)].join('\n'),
    isTainted: original !== ownWords || !turns.every(isOwn),
  }
}

/** A call that stands in the question as a whole, of a tool that these readers may use. */
function readIn({ ownWords, language, askedAt, audience }: Question, { readRequest, catalog }: ToolAgentOptions) {
  const read = readRequest(ownWords, language, askedAt)
  const spec = read === undefined ? undefined : catalog.find(read.tool)?.spec
  return spec !== undefined && audience.labels.includes(spec.audience) ? read : undefined
}

function traceOf(considered: readonly Candidate[], calls: readonly CalledTool[]): ToolTrace {
  return { considered: considered.map(({ spec, probability }) => ({ id: spec.id, probability })), calls: [...calls] }
}

function toEvidence(spec: ToolSpec, result: ToolResult, question: Question, key: number, clock: Clock): Evidence {
  return {
    key,
    namespace: 'tool',
    // Tools of Kiku's own read the index for these very readers; whoever else reads the answer may not read all of them.
    audience: spec.server === 'kiku' ? (question.audience.labels.at(-1) ?? spec.audience) : spec.audience,
    title: spec.title,
    text: result.text,
    location: result.location ?? `tool:${spec.id}`,
    locator: {},
    createdAt: clock.now(),
    score: 1,
    probability: 1,
    legs: {},
  }
}
