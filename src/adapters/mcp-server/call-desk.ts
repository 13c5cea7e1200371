import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js'
import { type KikuError, toKikuError } from '../../domain/errors.ts'
import { withDeadline } from '../../domain/with-deadline.ts'
import type { Telemetry } from '../../ports/telemetry.ts'
import { settleWithin } from '../common/http/settle-within.ts'
import type { McpCaller } from './mcp-caller.ts'
import { DEFAULT_MCP_LIMITS, type McpLimits, type McpParts } from './mcp-parts.ts'

/** What came of a call. The error of a failure is the user's own already. */
export type CallOutcome =
  | { readonly kind: 'done'; readonly result: CallToolResult }
  | { readonly kind: 'failed'; readonly error: KikuError }

export interface Call {
  readonly tool: 'search' | 'ask' | 'open'
  readonly caller: McpCaller
  /** In which a failure is told. */
  readonly language: 'en' | 'ja'
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

/** Where every call of every session passes: counted, bounded in time, recorded, its failure told in one sentence. */
export interface CallDesk {
  readonly limits: McpLimits
  run(call: Call, work: (signal: AbortSignal) => Promise<CallOutcome>): Promise<CallToolResult>
  /** Waits for work that was cancelled to end, as long as a stop may take. */
  settle(): Promise<void>
}

export function createCallDesk(parts: McpParts): CallDesk {
  const { telemetry, clock, explain } = parts
  const limits = { ...DEFAULT_MCP_LIMITS, ...parts.limits }
  /** The work itself, which may go on for a moment after its call was cancelled. */
  const running = new Set<Promise<void>>()

  function track(work: (signal: AbortSignal) => Promise<CallOutcome>) {
    return (signal: AbortSignal) => {
      const job = work(signal)
      const settled: Promise<void> = job.then(noop, noop).then(() => void running.delete(settled))
      running.add(settled)
      return job
    }
  }

  async function attempt(
    { tool, caller, language, timeoutMs, signal }: Call,
    work: (signal: AbortSignal) => Promise<CallOutcome>,
  ): Promise<CallOutcome> {
    try {
      const leave = caller.enter()
      try {
        return await withDeadline({ signal, timeoutMs, what: tool }, track(work))
      } finally {
        leave()
      }
    } catch (thrown) {
      const error = toKikuError(signal.aborted ? abortError() : thrown)
      if (error.code === 'internal') reportBroken(tool, thrown, telemetry)
      return { kind: 'failed', error: explain(error, language) }
    }
  }

  return {
    limits,
    async run(call, work) {
      const startedAt = clock.elapsed()
      const outcome = await attempt(call, work)
      telemetry.info('mcp-call', {
        tool: call.tool,
        caller: call.caller.name,
        outcome: outcome.kind === 'done' ? 'done' : outcome.error.code,
        durationMs: Math.round(clock.elapsed() - startedAt),
      })
      return outcome.kind === 'done' ? outcome.result : toResult(outcome.error)
    },
    settle: () => settleWithin(limits.stopMs, running),
  }
}

function noop(): void {}

/** The text of an unknown error may quote what was asked, so it is none for the levels that are on by default. */
function reportBroken(tool: string, thrown: unknown, telemetry: Telemetry): void {
  telemetry.error('mcp-call-broken', { tool, error: thrown instanceof Error ? thrown.name : typeof thrown })
  telemetry.debug('mcp-call-broken', { tool, reason: thrown instanceof Error ? thrown.message : String(thrown) })
}

// A client may give any reason for a cancellation; it is its own text, and none for a log.
function abortError(): Error {
  return new DOMException('The call was cancelled.', 'AbortError')
}

function toResult({ code, message, remedy, retryable }: KikuError): CallToolResult {
  const text = remedy === undefined ? message : `${message} ${remedy}`
  return { content: [{ type: 'text', text }], isError: true, _meta: { 'kiku/error': { code, retryable } } }
}
