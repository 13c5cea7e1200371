import { createToolAgent, type ToolAgentOptions } from '../../agents/tool-agent.ts'
import { createToolCatalog } from '../../agents/tools/tool-catalog.ts'
import type { Gathering, GatheringEvent, Question } from '../../src/answer/question.ts'
import type { Evidence } from '../../src/domain/evidence.ts'
import type { ToolResult, ToolSpec } from '../../src/domain/tool.ts'
import type { ChatModel, ModelEvent } from '../../src/ports/chat-model.ts'
import { silentTelemetry } from '../../src/ports/telemetry.ts'
import type { ToolInvocation, ToolSource } from '../../src/ports/tool-source.ts'
import { answerPorts, question, tickingClock } from './answer-fixtures.ts'
import type { ScriptedCompletion } from './scripted-chat-model.ts'
import { hit, scriptedSearcher } from './scripted-searcher.ts'

/** What a scripted tool does. */
export type ToolScript = (invocation: ToolInvocation, signal: AbortSignal) => Promise<ToolResult> | ToolResult

export interface ScriptedTool {
  readonly spec: ToolSpec
  readonly run: ToolScript
}

/** A tool that only reads and says this. */
export function readingTool(id: string, says: string, about: Partial<ToolSpec> = {}): ScriptedTool {
  return { spec: toolSpec(id, about), run: () => ({ text: says, isError: false }) }
}

export function toolSpec(id: string, about: Partial<ToolSpec> = {}): ToolSpec {
  return {
    id,
    server: 'office',
    name: id,
    title: id.replaceAll('_', ' '),
    description: `Does ${id.replaceAll('_', ' ')}.`,
    parameters: { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] },
    examples: [],
    effects: { readOnly: true, destructive: false, openWorld: false },
    audience: 'public',
    ...about,
  }
}

export interface ToolBench {
  /** Asks the agent. */
  gather(
    text: string,
    about?: { readonly model?: ChatModel; readonly signal?: AbortSignal } & Partial<Question>,
  ): Promise<readonly Evidence[]>
  readonly told: GatheringEvent[]
  /** Calls that reached a tool, in order: name and arguments. */
  readonly ran: readonly (readonly [string, unknown])[]
}

/** A tool agent over these tools, all of which every search finds in this order. */
export function createToolBench(tools: readonly ScriptedTool[], about: Partial<ToolAgentOptions> = {}): ToolBench {
  const told: GatheringEvent[] = []
  const ran: (readonly [string, unknown])[] = []
  const source: ToolSource = {
    name: 'office',
    list: () => tools.map(({ spec }) => spec),
    onChange: () => {},
    async call(invocation, signal) {
      const tool = tools.find(({ spec }) => spec.id === invocation.spec.id)
      if (tool === undefined) throw new Error(`unscripted tool: ${invocation.spec.id}`)
      ran.push([invocation.spec.id, invocation.arguments])
      return tool.run(invocation, signal)
    },
    close: async () => {},
  }
  const agent = createToolAgent({
    searcher: scriptedSearcher({ tool: () => tools.map((_, at) => hit(at, 0.9 - at / 100, 'tool')) }),
    toolIndex: { find: (key) => tools[key]?.spec.id },
    catalog: createToolCatalog([source]),
    readRequest: () => undefined,
    findProblems: (spec, args) => {
      const { required } = spec.parameters
      return (Array.isArray(required) ? required : [])
        .filter((name) => !(name in args))
        .map((name) => `${name} is missing`)
    },
    prompts: answerPorts().prompts,
    createBoundary: () => 'b0undary',
    createCallId: () => `call-${ran.length}`,
    claimCall: async () => true,
    clock: tickingClock(),
    telemetry: silentTelemetry,
    ...about,
  })
  return {
    told,
    ran,
    gather(text, { model, signal = new AbortController().signal, ...asked } = {}) {
      const gathering: Gathering = { model, tell: (event) => void told.push(event) }
      return agent.gather(question(text, asked), signal, gathering)
    },
  }
}

/** A completion that calls these tools. */
export function callsTools(
  ...calls: readonly (readonly [name: string, args: Record<string, unknown>])[]
): ScriptedCompletion {
  const events = calls.map(
    ([name, args], at): ModelEvent => ({ kind: 'tool-call', call: { id: `${name}-${at}`, name, arguments: args } }),
  )
  return { events: [...events, { kind: 'done', reason: 'stop' }] }
}
