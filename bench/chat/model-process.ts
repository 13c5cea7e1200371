import { setTimeout as sleep } from 'node:timers/promises'
import { promptOf, purposeOf } from '../../tests/fakes/journey-model.ts'
import { CHAT_MODEL, type OllamaServer, startOllamaServer } from '../../tests/fakes/ollama-server.ts'
import type { ScriptedChat, WireChatBody } from '../../tests/fakes/ollama-wire.ts'
import { findMarks, type Mark } from './marks.ts'
import { questionOf, quoteWithMarks } from './quote-slowly.ts'
import { serveRemote } from './remote.ts'

// A model in a process of its own that writes at a given speed and notes when it wrote what.

export interface ModelPace {
  /** Answers at once. */
  readonly slots: number
  /** Tokens per second of each answer; infinity for all at once. */
  readonly tokensPerSecond: number
  /** An answer has between so many and so many tokens. */
  readonly tokens: readonly [number, number]
}

export interface ModelAccount {
  /** Marks with the epoch milliseconds at which they were written. */
  readonly written: readonly (Mark & { readonly at: number })[]
  /** Questions for which an answer was asked more than once. */
  readonly repeated: number
  readonly requests: number
  readonly mostAtOnce: number
  readonly mostWaiting: number
}

const written: (Mark & { at: number })[] = []
const asked = new Map<number, number>()
let server: OllamaServer | undefined

const calls = {
  async open(pace: ModelPace): Promise<string> {
    server = await startOllamaServer({
      models: [CHAT_MODEL],
      numParallel: pace.slots,
      script: (body) => inPace(answer(body, pace), pace),
    })
    return server.url
  },
  async account(_input: undefined): Promise<ModelAccount> {
    const { maxActive = 0, maxWaiting = 0 } = server?.stats ?? {}
    const repeated = [...asked.values()].filter((times) => times > 1).length
    return {
      written,
      repeated,
      requests: server?.requests.length ?? 0,
      mostAtOnce: maxActive,
      mostWaiting: maxWaiting,
    }
  },
}

export type ModelCalls = typeof calls

function answer(body: WireChatBody, { tokens: [fewest, most] }: ModelPace): readonly string[] {
  const purpose = purposeOf(body)
  if (purpose === 'route') return ['<RET>']
  if (purpose === 'rewrite') return ['']
  if (purpose === 'tools') return ['DONE']
  const prompt = promptOf(body)
  const question = questionOf(prompt)
  if (question === undefined) throw new Error('A prompt without a mark.')
  asked.set(question, (asked.get(question) ?? 0) + 1)
  const tokens = fewest + ((question * 7) % (most - fewest + 1))
  return quoteWithMarks({ prompt, question, tokens })
}

/** One piece after the other, none before its time. */
function inPace(chunks: readonly string[], { tokensPerSecond }: ModelPace): ScriptedChat {
  const start = performance.now()
  const note = (piece: string) => {
    const at = Date.now()
    for (const mark of findMarks(piece)) written.push({ ...mark, at })
  }
  return {
    chunks,
    async beforePiece(at) {
      const dueAt = start + ((at + 1) * 1000) / tokensPerSecond
      const wait = dueAt - performance.now()
      if (at < chunks.length && wait > 0) await sleep(wait)
      note(chunks[at] ?? '')
    },
  }
}

serveRemote(calls)
