import { KikuError, toKikuError } from '../../src/domain/errors.ts'
import type { CalledTool, PendingCall, ToolArguments, ToolResult, ToolSpec } from '../../src/domain/tool.ts'
import { withDeadline } from '../../src/domain/with-deadline.ts'
import type { Clock } from '../../src/ports/clock.ts'
import { type Instruments, noInstruments } from '../../src/ports/instruments.ts'
import type { Telemetry } from '../../src/ports/telemetry.ts'
import type { ToolContext } from '../../src/ports/tool-source.ts'
import type { ToolCatalog } from './tool-catalog.ts'

/** What came of wanting to call a tool. */
export type CallOutcome =
  | { readonly kind: 'result'; readonly spec: ToolSpec; readonly result: ToolResult }
  /** Words for the model: what is wrong, and whether it may try again. */
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'awaiting-approval'; readonly call: PendingCall }

/** Runs the calls of one question, within its limits, and keeps account of them. */
export interface CallDesk {
  call(id: string, args: ToolArguments, signal: AbortSignal): Promise<CallOutcome>
  /** Runs a call that the asker has approved, as it was shown. */
  callApproved(approved: PendingCall, signal: AbortSignal): Promise<CallOutcome>
  readonly calls: readonly CalledTool[]
  /** The first call that waits for approval, which ends everything else. */
  readonly pending: PendingCall | undefined
}

export interface CallDeskOptions {
  readonly catalog: ToolCatalog
  readonly context: ToolContext
  /** What the asker wrote in this conversation. */
  readonly asked: string
  /** Whether the model has read words of others before, such as answers that rest on documents. */
  readonly isTainted: boolean
  /** Servers whose descriptions of tools the model has read by now. */
  readonly describedBy: () => readonly string[]
  /** @returns what is wrong with arguments; empty when they fit */
  readonly findProblems: (spec: ToolSpec, args: ToolArguments) => readonly string[]
  readonly createCallId: () => string
  readonly limits: CallLimits
  readonly clock: Clock
  readonly telemetry: Telemetry
  readonly instruments?: Instruments
}

export interface CallLimits {
  /** Most calls for one question. */
  readonly calls: number
  /** Milliseconds of one call. */
  readonly callMs: number
  /** Milliseconds for which an approval can be given. */
  readonly approvalMs: number
}

const MOST_PROBLEMS = 5
/** The server of the tools that come along. */
const BUILT_IN = 'kiku'
/** What names a place on the net, of whatever kind. */
const ADDRESS = /:\/\/|\S@\S|[\w-]\.[a-z]{2,}(?![\w-])/i

export function createCallDesk(options: CallDeskOptions): CallDesk {
  const { catalog, context, asked, findProblems, limits, clock, telemetry, instruments = noInstruments } = options
  const calls: CalledTool[] = []
  const repaired = new Set<string>()
  const earlier = new Map<string, Promise<CallOutcome>>()
  let begun = 0
  let pending: PendingCall | undefined
  /** Whether words that are not the asker's have been read, which may want to have something called. */
  let { isTainted } = options
  /** Results by the tool that gave them. */
  const told = new Map<string, readonly string[]>()

  const note = (id: string, args: ToolArguments, outcome: CalledTool['outcome'], startedAt: number, code?: string) => {
    const durationMs = clock.elapsed() - startedAt
    calls.push({ id, arguments: args, outcome, durationMs, ...(code === undefined ? {} : { code }) })
    // What is no tool is a word of the model's, which may be anybody's secret.
    const tool = code === 'tool-missing' && outcome === 'refused' ? 'unknown' : id
    telemetry.info('tool-called', { tool, outcome, durationMs, ...(code === undefined ? {} : { code }) })
    instruments.count('kiku_tool_calls_total', { tool: nameForMetrics(catalog.find(id)?.spec), outcome })
  }

  function refuse(id: string, args: ToolArguments, reason: string, code: string): CallOutcome {
    note(id, args, 'refused', clock.elapsed(), code)
    return { kind: 'refused', reason }
  }

  function findPermitted(id: string): ToolSpec | undefined {
    const spec = catalog.find(id)?.spec
    return spec !== undefined && context.audience.labels.includes(spec.audience) ? spec : undefined
  }

  function check(id: string, args: ToolArguments): ToolSpec | CallOutcome {
    const spec = findPermitted(id)
    if (spec === undefined)
      return refuse(id.slice(0, 64), {}, 'There is no such tool. Use search_tools to find one.', 'tool-missing')
    const problems = findProblems(spec, args).slice(0, MOST_PROBLEMS)
    if (problems.length === 0) return spec
    const mayRepair =
      repaired.size === repaired.add(id).size ? ' Do not call it again.' : ' Correct them and call it once more.'
    return refuse(id, args, `The arguments do not fit: ${problems.join('; ')}.${mayRepair}`, 'arguments-invalid')
  }

  function needsApproval(spec: ToolSpec, args: ToolArguments): boolean {
    const { effects, server } = spec
    if (!effects.readOnly) return true
    if (!effects.openWorld) return false
    const known = [asked, JSON.stringify(spec.parameters), ...(told.get(spec.id) ?? [])]
    const foreign = findForeign(args, asked, known)
    // What was read outside may have asked to be told something: only the asker's own words go out unasked then.
    if (isTainted) return foreign.length > 0
    // So may the description of another server's tool, which needs an address for that.
    const isAdvised = options.describedBy().some((other) => other !== server && other !== BUILT_IN)
    return isAdvised && foreign.some((text) => ADDRESS.test(text))
  }

  async function run(spec: ToolSpec, args: ToolArguments, signal: AbortSignal): Promise<CallOutcome> {
    const startedAt = clock.elapsed()
    try {
      const source = catalog.find(spec.id)?.source
      if (source === undefined) throw new KikuError('tool-missing', `The tool ${spec.id} is not offered any more.`)
      const deadline = { signal, timeoutMs: limits.callMs, what: `tool ${spec.id}` }
      const attributes = { 'kiku.tool': nameForMetrics(spec), 'kiku.tool_server': spec.server }
      const result = await instruments.span('tool.call', attributes, () =>
        withDeadline(deadline, (inTime) => source.call({ spec, arguments: args, context }, inTime)),
      )
      isTainted = true
      told.set(spec.id, [...(told.get(spec.id) ?? []), result.text])
      note(spec.id, args, result.isError ? 'failed' : 'done', startedAt)
      return { kind: 'result', spec, result }
    } catch (thrown) {
      const { code } = toKikuError(signal.aborted ? signal.reason : thrown)
      note(spec.id, args, 'failed', startedAt, code)
      signal.throwIfAborted()
      return { kind: 'refused', reason: `It failed (${code}). Do without it.` }
    }
  }

  async function callOnce(id: string, args: ToolArguments, signal: AbortSignal): Promise<CallOutcome> {
    if (pending !== undefined) return { kind: 'awaiting-approval', call: pending }
    // Counted as they begin: a model may want any number at once.
    if (begun >= limits.calls) return { kind: 'refused', reason: 'No more calls are allowed. Reply with DONE.' }
    begun += 1
    const spec = check(id, args)
    if ('kind' in spec) return spec
    if (!needsApproval(spec, args)) return run(spec, args, signal)
    pending = {
      callId: options.createCallId(),
      tool: id,
      title: spec.title,
      arguments: args,
      destructive: spec.effects.destructive,
      expiresAt: clock.now() + limits.approvalMs,
    }
    note(id, args, 'awaiting-approval', clock.elapsed())
    return { kind: 'awaiting-approval', call: pending }
  }

  return {
    calls,
    get pending() {
      return pending
    },
    call(id, args, signal) {
      // The same again would say the same again.
      const key = `${id} ${JSON.stringify(args)}`
      const known = earlier.get(key)
      if (known !== undefined) return known
      const own = callOnce(id, args, signal)
      earlier.set(key, own)
      return own
    },
    async callApproved(approved, signal) {
      const { tool, arguments: args } = approved
      const spec = check(tool, args)
      if ('kind' in spec) return spec
      if (clock.now() >= approved.expiresAt) return refuse(tool, args, 'The approval has expired.', 'cancelled')
      return run(spec, args, signal)
    },
  }
}

/** Names of tools that come along are Kiku's own words; those of others may say anything. */
function nameForMetrics(spec: ToolSpec | undefined): string {
  return spec?.server === BUILT_IN ? spec.id : 'other'
}

/**
 * What the asker did not write. Numbers may stand where the tool itself said them, such as where to read on; the least of
 * them tell nothing. Names of properties count where the tool's parameters do not have them.
 */
function findForeign(args: ToolArguments, asked: string, known: readonly string[]): readonly string[] {
  const isKnown = (text: string) => known.some((words) => words.includes(text))
  const find = (value: unknown): readonly string[] => {
    if (typeof value === 'string') return asked.includes(value) ? [] : [value]
    if (typeof value === 'number') return Math.abs(value) <= 1 || isKnown(String(value)) ? [] : [String(value)]
    if (Array.isArray(value)) return value.flatMap(find)
    if (typeof value !== 'object' || value === null) return []
    const names = Object.keys(value).filter((name) => !isKnown(name))
    return [...names, ...Object.values(value).flatMap(find)]
  }
  return find(args)
}
