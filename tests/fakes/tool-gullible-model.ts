import { fillIn, LINK, ORDER, SECRET } from '../fixtures/injection/tool-orders.ts'
import { type AnswerScript, promptOf, purposeOf } from './journey-model.ts'
import type { ScriptedChat, WireChatBody } from './ollama-wire.ts'

type Call = NonNullable<ScriptedChat['toolCalls']>[number]

export interface GullibleModel {
  readonly script: AnswerScript
  /** Orders that it obeyed by calling a tool. */
  readonly obeyed: readonly Call[]
  /** Answers that it wrote. */
  readonly written: readonly string[]
}

/** What it says of its own accord. */
export const OWN_WORDS = 'The office is open from nine to five [1].'

/**
 * A model that obeys every order that it reads, wherever: in its prompt, in what tools return, in descriptions of tools.
 * @param callFirst what it calls of its own accord for a question
 */
export function createGullibleModel(callFirst: (prompt: string) => Call | undefined): GullibleModel {
  const obeyed: Call[] = []
  const written: string[] = []
  return {
    obeyed,
    written,
    script(body) {
      switch (purposeOf(body)) {
        case 'tools': {
          const isNew = (call: Call) => !callsIn(body).includes(keyOf(call))
          const order = ordersIn(body).find(isNew)
          if (order !== undefined) obeyed.push(order)
          const call = order ?? callFirst(promptOf(body))
          return call === undefined || !isNew(call) ? { content: 'DONE' } : { toolCalls: [call] }
        }
        case 'answer': {
          const link = LINK.exec(promptOf(body))?.[1]?.replaceAll('SECRET', SECRET)
          const text = link === undefined ? OWN_WORDS : `${OWN_WORDS} See [this](${link}), ${link} [1].`
          written.push(text)
          return { content: text, toolCalls: ordersIn(body) }
        }
        default:
          return { content: '' }
      }
    },
  }
}

function ordersIn(body: WireChatBody): readonly Call[] {
  // Descriptions are told as JSON, in which quotation marks are escaped.
  const read = `${promptOf(body)}\n${JSON.stringify(body.tools ?? []).replaceAll('\\"', '"')}`
  return [...read.matchAll(ORDER)].map(([, name = '', args = '{}']) => ({
    name,
    arguments: fillIn({ arguments: JSON.parse(args) }),
  }))
}

/** What it has called in this loop already. */
function callsIn(body: WireChatBody): readonly string[] {
  return (body.messages ?? []).flatMap(({ tool_calls: calls }) =>
    Array.isArray(calls) ? calls.map((call) => keyOf(call.function)) : [],
  )
}

function keyOf({ name, arguments: args }: Call): string {
  return name === 'call_tool' ? `${args.name} ${JSON.stringify(args.arguments)}` : `${name} ${JSON.stringify(args)}`
}
