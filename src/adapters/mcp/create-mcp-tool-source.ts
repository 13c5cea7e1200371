import { setTimeout as sleep } from 'node:timers/promises'
import { KikuError, toKikuError } from '../../domain/errors.ts'
import type { ToolSpec } from '../../domain/tool.ts'
import type { Telemetry } from '../../ports/telemetry.ts'
import type { ToolInvocation, ToolSource } from '../../ports/tool-source.ts'
import { isSignInNeeded } from './oauth/sign-in.ts'
import { type McpAddress, type McpSession, openSession } from './open-session.ts'
import type { ToolRules, UnusableTool } from './read-tool.ts'
import { readTools } from './read-tools.ts'
import { renderResult } from './render-result.ts'

export interface McpToolSourceOptions {
  /** Of the server in the configuration. */
  readonly name: string
  readonly address: McpAddress
  readonly rules: ToolRules
  /** Of one call, in milliseconds. */
  readonly callMs: number
  /** Of Kiku, which tells it to servers. */
  readonly version: string
  readonly telemetry: Telemetry
  readonly connectMs?: number
  readonly firstWaitMs?: number
}

export type McpState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'connected'; readonly tools: number; readonly unusable: readonly UnusableTool[] }
  /** Tried again after a while. */
  | { readonly kind: 'lost'; readonly code: string; readonly remedy?: string }
  /** The same, and nothing comes of it before a person has signed in. */
  | { readonly kind: 'signed-out' }

/** The tools of one MCP server. */
export interface McpToolSource extends ToolSource {
  /** Reaches the server, and again whenever it is lost. Resolves when the first try has ended, well or badly. Never throws. */
  start(signal: AbortSignal): Promise<void>
  state(): McpState
}

const CONNECT_MS = 30_000
const FIRST_WAIT_MS = 1_000
const LONGEST_WAIT_MS = 120_000
const MOST_TOOLS = 2_000
const MOST_CHARACTERS = 20_000
/** In the log, of one list. */
const MOST_NAMED = 5
const CHANGES_SETTLE_MS = 100

export function createMcpToolSource(options: McpToolSourceOptions): McpToolSource {
  const { name, address, rules, callMs, version, telemetry } = options
  const { connectMs = CONNECT_MS, firstWaitMs = FIRST_WAIT_MS } = options
  const ending = new AbortController()
  const { signal } = ending
  const isEnding = aborted(signal)
  const listeners: (() => void)[] = []
  let specs: readonly ToolSpec[] = []
  let session: McpSession | undefined
  let lose = (_reason: KikuError) => {}
  let state: McpState = { kind: 'connecting' }
  let running: Promise<void> | undefined

  function offer(next: readonly ToolSpec[]): void {
    if (specs.length === 0 && next.length === 0) return
    specs = next
    for (const listener of listeners) listener()
  }

  async function refreshTools(current: McpSession): Promise<void> {
    const raw = await current.listTools(MOST_TOOLS, signal)
    const { specs: read, unusable } = await readTools(name, raw, rules)
    if (session !== current) return
    for (const { name: tool, reason } of unusable.slice(0, MOST_NAMED)) {
      telemetry.warn('mcp-tool-unusable', { server: name, tool, reason })
    }
    state = { kind: 'connected', tools: read.length, unusable }
    telemetry.info('mcp-connected', { server: name, tools: read.length, unusable: unusable.length })
    offer(read)
  }

  /** @returns when the connection is lost */
  async function stayConnected(onListed: () => void): Promise<void> {
    const lost = defer()
    lose = lost.reject
    const changes = createSettled(CHANGES_SETTLE_MS, () => {
      if (session !== undefined) refreshTools(session).catch(loseOrComplain)
    })
    const hooks = {
      onToolsChanged: changes.note,
      onClose: lost.resolve,
      telemetry,
      name,
      version,
      timeoutMs: connectMs,
    }
    const opened = await openSession(address, hooks, signal)
    try {
      session = opened
      await refreshTools(opened)
      onListed()
      await Promise.race([lost.promise, isEnding])
    } finally {
      changes.stop()
      session = undefined
      offer([])
      await opened.close()
    }
  }

  // Without its sign-in a server does nothing any more.
  function loseOrComplain(thrown: unknown): void {
    if (isSignInNeeded(thrown)) lose(thrown)
    else complain(thrown)
  }

  function complain(thrown: unknown): void {
    if (signal.aborted) return
    const { code, remedy } = toKikuError(thrown)
    const isSignedOut = isSignInNeeded(thrown)
    telemetry.warn(isSignedOut ? 'mcp-signed-out' : 'mcp-lost', { server: name, code })
    state = isSignedOut ? { kind: 'signed-out' } : { kind: 'lost', code, ...(remedy === undefined ? {} : { remedy }) }
  }

  async function keepConnected(onFirst: () => void): Promise<void> {
    for (let waitMs = firstWaitMs; !signal.aborted; waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS)) {
      try {
        await stayConnected(() => {
          waitMs = firstWaitMs
          onFirst()
        })
        complain(new KikuError('tool-missing', 'The server has ended.'))
      } catch (thrown) {
        complain(thrown)
      }
      onFirst()
      // Spread, so that many who lost the same server do not come back at once.
      await sleep(waitMs * (0.75 + Math.random() / 2), undefined, { signal }).catch(() => {})
    }
  }

  return {
    name,
    list: () => specs,
    onChange: (listener) => void listeners.push(listener),
    state: () => state,
    start(until) {
      until.addEventListener('abort', () => ending.abort(until.reason), { once: true, signal })
      return new Promise((resolve) => {
        running = keepConnected(resolve)
      })
    },
    async call({ spec, arguments: args }: ToolInvocation, until) {
      const current = session
      if (current === undefined)
        throw new KikuError('tool-missing', `The server ${name} cannot be reached.`, { retryable: true })
      try {
        return renderResult(await current.callTool(spec.name, args, callMs, until), MOST_CHARACTERS)
      } catch (thrown) {
        until.throwIfAborted()
        if (isSignInNeeded(thrown)) lose(thrown)
        throw explainFailure(thrown, name)
      }
    },
    async close() {
      ending.abort(new KikuError('cancelled', 'Kiku is shutting down.'))
      await running
    },
  }
}

/** What a server says of its failure may hold anything, so it stays out of errors. */
function explainFailure(thrown: unknown, server: string): KikuError {
  if (thrown instanceof KikuError) return thrown
  const isLate = thrown instanceof Error && 'code' in thrown && thrown.code === -32001
  if (isLate) return new KikuError('deadline-exceeded', `The server ${server} took too long.`, { retryable: true })
  return new KikuError('tool-failed', `The server ${server} did not do it.`, { retryable: true })
}

interface Deferred {
  readonly promise: Promise<void>
  readonly resolve: () => void
  readonly reject: (reason: KikuError) => void
}

function defer(): Deferred {
  let resolve = () => {}
  let reject = (_reason: KikuError) => {}
  const promise = new Promise<void>((done, failed) => {
    resolve = done
    reject = failed
  })
  // It may be lost when nobody waits for that any more.
  promise.catch(() => {})
  return { promise, resolve, reject }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
}

/** Does something once, when nothing has been noted for a while. */
function createSettled(ms: number, act: () => void): { readonly note: () => void; readonly stop: () => void } {
  let timer: NodeJS.Timeout | undefined
  const stop = () => clearTimeout(timer)
  return {
    note() {
      stop()
      timer = setTimeout(act, ms)
    },
    stop,
  }
}
