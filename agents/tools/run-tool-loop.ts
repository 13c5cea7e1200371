import { type StructuredToolInterface, tool } from '@langchain/core/tools'
import { createAgent } from 'langchain'
import { z } from 'zod'
import { neutraliseText } from '../../src/answer/neutralise-text.ts'
import type { ChatMessage, ChatModel, ToolDefinition } from '../../src/ports/chat-model.ts'
import type { Telemetry } from '../../src/ports/telemetry.ts'
import type { CallDesk, CallOutcome } from './call-desk.ts'
import type { Candidate } from './consider-tools.ts'
import { LangChainChatModel } from './langchain-chat-model.ts'

export interface ToolLoop {
  readonly model: ChatModel
  readonly messages: readonly ChatMessage[]
  readonly candidates: readonly Candidate[]
  readonly desk: CallDesk
  /** Finds more tools by a few words. */
  readonly search: (words: string, signal: AbortSignal) => Promise<readonly Candidate[]>
  readonly onResult: (outcome: CallOutcome) => void
  /** Of the fences around what tools return. */
  readonly boundary: string
  /** Most answers of the model. */
  readonly steps: number
  readonly telemetry: Telemetry
}

const STEP_TOKENS = 512
const SEARCH = 'search_tools'
const CALL = 'call_tool'

const META: readonly ToolDefinition[] = [
  {
    name: SEARCH,
    description: 'Finds more tools. Returns their names, descriptions and parameters, to be called with call_tool.',
    parameters: {
      type: 'object',
      properties: { words: { type: 'string', description: 'A few words for what the tool should do.' } },
      required: ['words'],
    },
  },
  {
    name: CALL,
    description: 'Calls a tool that search_tools has named.',
    parameters: {
      type: 'object',
      properties: {
        name: { type: 'string', description: 'The name that search_tools gave.' },
        arguments: { type: 'object', description: 'As its parameters say.' },
      },
      required: ['name', 'arguments'],
    },
  },
]

/**
 * Lets the model choose and call tools, through LangChain's agent, until it needs nothing more, a call waits for approval,
 * or the limits are reached. What it writes besides is not used. @throws what the model throws; the reason of the signal
 */
export async function runToolLoop(loop: ToolLoop, signal: AbortSignal): Promise<void> {
  const { candidates, messages, desk, steps } = loop
  const ending = new AbortController()
  const onAbort = () => ending.abort(signal.reason)
  signal.addEventListener('abort', onAbort, { once: true })
  const call = async (id: string, args: Record<string, unknown>) => {
    const outcome = await desk.call(id, args, ending.signal)
    loop.onResult(outcome)
    // Nothing more is to happen before the asker has decided.
    if (outcome.kind === 'awaiting-approval') ending.abort(new DOMException('A call waits for approval.', 'AbortError'))
    return describeOutcome(outcome, loop.boundary)
  }
  const named = new Set([...candidates.map(({ spec }) => spec.id), SEARCH, CALL])
  const model = new LangChainChatModel({
    model: loop.model,
    definitions: [...candidates.map(toDefinition), ...META],
    maxTokens: STEP_TOKENS,
    redirect: (wanted) =>
      named.has(wanted.name)
        ? wanted
        : { ...wanted, name: CALL, arguments: { name: wanted.name, arguments: wanted.arguments } },
  })
  const tools = [
    ...candidates.map(({ spec }) => toTool(spec.id, (args) => call(spec.id, args))),
    ...metaTools(loop, call),
  ]
  try {
    const agent = createAgent({ model, tools })
    // A step of the graph is the model's, the next one that of the tools; the last one is the model's.
    await agent.invoke(
      { messages: messages.map(toLangChain) },
      { signal: ending.signal, recursionLimit: 2 * steps - 1 },
    )
  } catch (thrown) {
    signal.throwIfAborted()
    if (desk.pending !== undefined || isAtLimit(thrown)) return
    throw thrown
  } finally {
    signal.removeEventListener('abort', onAbort)
    ending.abort(new DOMException('The loop has ended.', 'AbortError'))
  }
}

type Call = (id: string, args: Record<string, unknown>) => Promise<string>

function metaTools(loop: ToolLoop, call: Call): readonly StructuredToolInterface[] {
  return [
    toTool(SEARCH, async ({ words }) => {
      const found = await loop.search(String(words ?? '').slice(0, 300), new AbortController().signal)
      return fence(JSON.stringify(found.map(toDefinition)), loop.boundary)
    }),
    toTool(CALL, ({ name, arguments: args }) => call(String(name ?? ''), isRecord(args) ? args : {})),
  ]
}

/** LangChain need not understand the arguments: the desk checks them by the tool's own schema. */
function toTool(name: string, run: (args: Record<string, unknown>) => Promise<string>): StructuredToolInterface {
  return tool((args) => run(isRecord(args) ? args : {}), { name, description: name, schema: z.looseObject({}) })
}

function toDefinition({ spec }: Candidate): ToolDefinition {
  return { name: spec.id, description: spec.description, parameters: spec.parameters }
}

function describeOutcome(outcome: CallOutcome, boundary: string): string {
  switch (outcome.kind) {
    case 'result':
      return fence(outcome.result.text, boundary)
    case 'refused':
      return outcome.reason
    case 'awaiting-approval':
      return 'It waits for approval.'
  }
}

function fence(text: string, boundary: string): string {
  return `<<<${boundary}>>>\n${neutraliseText(text, boundary)}\n<<<${boundary}>>>`
}

function toLangChain({ role, content }: ChatMessage): { role: 'system' | 'user'; content: string } {
  return { role: role === 'system' ? 'system' : 'user', content }
}

function isAtLimit(thrown: unknown): boolean {
  return thrown instanceof Error && thrown.name === 'GraphRecursionError'
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
