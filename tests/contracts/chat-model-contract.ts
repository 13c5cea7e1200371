import { afterEach, describe, expect, it } from 'vitest'
import { KikuError } from '../../src/domain/errors.ts'
import type { ChatModel, ChatRequest, ModelEvent } from '../../src/ports/chat-model.ts'

/** How a model should answer, in terms that every adapter's peer can follow. */
export interface ContractAnswer {
  readonly pieces: readonly string[]
  readonly thinking?: string
  readonly toolCalls?: readonly { readonly name: string; readonly arguments: Readonly<Record<string, unknown>> }[]
  /** Never sends the piece with this number, from 0. */
  readonly holdBefore?: number
  /** Fails instead of sending the piece with this number. */
  readonly failBefore?: number
}

export interface ContractModel {
  readonly model: ChatModel
  /** Resolves when the peer knows that the caller does not want this many answers any more. */
  sawAborts(count: number): Promise<void>
  stop(): Promise<void>
}

const REQUEST: ChatRequest = { messages: [{ role: 'user', content: 'こんにちは' }] }

/** What every `ChatModel` does. `start` gives a model whose answers follow the list, the last one repeated. */
export function describeChatModel(
  name: string,
  start: (answers: readonly [ContractAnswer, ...ContractAnswer[]]) => Promise<ContractModel>,
): void {
  describe(`${name} as a chat model`, () => {
    const running: ContractModel[] = []
    afterEach(async () => {
      await Promise.all(running.splice(0).map((contract) => contract.stop()))
    })
    async function startModel(...answers: readonly [ContractAnswer, ...ContractAnswer[]]) {
      const contract = await start(answers)
      running.push(contract)
      return contract
    }

    it('streams the answer in order and ends with one done', async () => {
      const { model } = await startModel({ pieces: ['東京', 'は', ' the capital', 'です。'] })

      const events = await collect(model, REQUEST)

      expect(textOf(events)).toBe('東京は the capitalです。')
      expect(events.at(-1)).toEqual({ kind: 'done', reason: 'stop' })
      expect(events.filter(({ kind }) => kind === 'done')).toHaveLength(1)
      expect(events.filter(({ kind }) => kind === 'usage')).toHaveLength(1)
    })

    it('does not change while it lives', async () => {
      const { model } = await startModel({ pieces: ['a'] })
      const before = { ...model.capabilities }

      await collect(model, REQUEST)

      expect(model.capabilities).toEqual(before)
      expect(model.capabilities.contextTokens).toBeGreaterThan(0)
    })

    it('never mixes thinking into the answer', async () => {
      const { model } = await startModel({ pieces: ['42'], thinking: 'six times seven' })

      const silent = await collect(model, REQUEST)
      const thinking = await collect(model, { ...REQUEST, think: true })

      expect(textOf(silent)).toBe('42')
      expect(silent.some(({ kind }) => kind === 'thinking')).toBe(false)
      expect(textOf(thinking)).toBe('42')
    })

    it('hands over tool calls with distinct identifiers', async () => {
      const { model } = await startModel({
        pieces: [],
        toolCalls: [
          { name: 'add', arguments: { a: 1 } },
          { name: 'add', arguments: { a: 2, 単位: 'km' } },
        ],
      })
      const tools = [{ name: 'add', description: 'Adds.', parameters: { type: 'object', properties: {} } }]

      const calls = (await collect(model, { ...REQUEST, tools })).flatMap((event) =>
        event.kind === 'tool-call' ? [event.call] : [],
      )

      expect(calls.map(({ name, arguments: input }) => [name, input])).toEqual([
        ['add', { a: 1 }],
        ['add', { a: 2, 単位: 'km' }],
      ])
      expect(new Set(calls.map(({ id }) => id)).size).toBe(2)
    })

    it('does not begin when the signal is aborted already', async () => {
      const { model } = await startModel({ pieces: ['a'] })
      const reason = new Error('not wanted')

      await expect(collect(model, REQUEST, AbortSignal.abort(reason))).rejects.toBe(reason)
    })

    it('rejects with the reason and tells the peer when aborted before the first token', async () => {
      const contract = await startModel({ pieces: ['a'], holdBefore: 0 })
      const controller = new AbortController()
      const reason = new Error('changed my mind')

      const outcome = collect(contract.model, REQUEST, controller.signal)
      setTimeout(() => controller.abort(reason), 30)

      await expect(outcome).rejects.toBe(reason)
      await contract.sawAborts(1)
    })

    it('rejects with the reason and tells the peer when aborted after the first token', async () => {
      const contract = await startModel({ pieces: ['a', 'b', 'c'], holdBefore: 1 })
      const controller = new AbortController()
      const reason = new Error('enough')
      const seen: ModelEvent[] = []

      const outcome = (async () => {
        for await (const event of contract.model.stream(REQUEST, controller.signal)) {
          seen.push(event)
          controller.abort(reason)
        }
      })()

      await expect(outcome).rejects.toBe(reason)
      expect(textOf(seen)).toBe('a')
      await contract.sawAborts(1)
    })

    it('tells the peer when the reader leaves the loop', async () => {
      const contract = await startModel({ pieces: ['a', 'b', 'c'], holdBefore: 1 })

      for await (const _ of contract.model.stream(REQUEST, new AbortController().signal)) break

      await contract.sawAborts(1)
    })

    it('throws a KikuError and no done when the answer breaks off', async () => {
      const { model } = await startModel({ pieces: ['a', 'b', 'c'], failBefore: 2 })
      const seen: ModelEvent[] = []

      const outcome = (async () => {
        for await (const event of model.stream(REQUEST, new AbortController().signal)) seen.push(event)
      })()

      await expect(outcome).rejects.toBeInstanceOf(KikuError)
      expect(textOf(seen)).toBe('ab')
      expect(seen.some(({ kind }) => kind === 'done')).toBe(false)
    })

    it('keeps two streams apart', async () => {
      const contract = await startModel({ pieces: ['一', '二', '三'], holdBefore: 2 }, { pieces: ['x', 'y', 'z'] })
      const controller = new AbortController()
      const first = collect(contract.model, REQUEST, controller.signal)
      first.catch(() => {})
      await new Promise((resolve) => setTimeout(resolve, 30))

      const second = await collect(contract.model, REQUEST)
      controller.abort(new Error('stop the first'))

      expect(textOf(second)).toBe('xyz')
      await expect(first).rejects.toThrow('stop the first')
      await contract.sawAborts(1)
    })

    it('serves again after an abort', async () => {
      const contract = await startModel({ pieces: ['a', 'b'], holdBefore: 1 }, { pieces: ['again'] })
      for await (const _ of contract.model.stream(REQUEST, new AbortController().signal)) break

      const events = await collect(contract.model, REQUEST)

      expect(textOf(events)).toBe('again')
    })
  })
}

async function collect(
  model: ChatModel,
  request: ChatRequest,
  signal: AbortSignal = new AbortController().signal,
): Promise<ModelEvent[]> {
  const events: ModelEvent[] = []
  for await (const event of model.stream(request, signal)) events.push(event)
  return events
}

function textOf(events: readonly ModelEvent[]): string {
  return events.map((event) => (event.kind === 'token' ? event.text : '')).join('')
}
