import { afterEach, describe, expect, it, vi } from 'vitest'
import { CHAT_MODEL, THINKING_MODEL } from '../../fakes/ollama-server.ts'
import { collect, createBench, REQUEST, textOf } from './ollama-harness.ts'

const bench = createBench()
afterEach(() => bench.stopAll())

describe('what Ollama is asked', () => {
  it('sends the same context length every time, no silent cutting, and thinking off', async () => {
    const server = await bench.server()
    const model = await bench.model({ hosts: [server.url], contextTokens: 4096, keepAlive: '1h' })

    await collect(model)
    await collect(model, { ...REQUEST, maxTokens: 5, temperature: 0, seed: 7, stop: ['\n'], think: true })

    expect(server.requests.map(({ chat }) => chat)).toEqual([
      {
        model: 'chat:latest',
        messages: [{ role: 'user', content: 'hello' }],
        stream: true,
        truncate: false,
        shift: false,
        think: false,
        keep_alive: '1h',
        options: { num_ctx: 4096 },
      },
      expect.objectContaining({
        think: false,
        options: { num_ctx: 4096, num_predict: 5, temperature: 0, seed: 7, stop: ['\n'] },
      }),
    ])
    expect(server.stats.reloads).toBe(0)
  })

  it('asks for no more context than the model was trained for', async () => {
    const server = await bench.server({ models: [{ ...CHAT_MODEL, context: 2048 }] })

    const model = await bench.model({ hosts: [server.url], contextTokens: 100_000 })

    expect(model.capabilities.contextTokens).toBe(2048)
  })

  it('takes the context length of the model file where the configuration has none', async () => {
    const server = await bench.server({
      models: [{ ...CHAT_MODEL, context: 131_072, parameters: 'temperature 1\nnum_ctx                        16384' }],
    })

    const model = await bench.model({ hosts: [server.url] })

    expect(model.capabilities.contextTokens).toBe(16_384)
  })

  it('sends tools, earlier calls and their results with the identifiers that tie them', async () => {
    const server = await bench.server()
    const model = await bench.model({ hosts: [server.url] })
    const parameters = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] }

    await collect(model, {
      tools: [{ name: 'weather', description: 'Tells the weather.', parameters }],
      messages: [
        { role: 'user', content: '東京の天気は?' },
        { role: 'assistant', content: '', toolCalls: [{ id: 'c1', name: 'weather', arguments: { city: '東京' } }] },
        { role: 'tool', content: '晴れ', toolName: 'weather', toolCallId: 'c1' },
      ],
    })

    expect(server.requests[0]?.chat.tools).toEqual([
      { type: 'function', function: { name: 'weather', description: 'Tells the weather.', parameters } },
    ])
    expect(server.requests[0]?.chat.messages?.slice(1)).toEqual([
      {
        role: 'assistant',
        content: '',
        tool_calls: [{ id: 'c1', function: { name: 'weather', arguments: { city: '東京' } } }],
      },
      { role: 'tool', content: '晴れ', tool_name: 'weather', tool_call_id: 'c1' },
    ])
  })

  it('sends the schema of a structured answer', async () => {
    const server = await bench.server({ script: () => ({ chunks: ['{"x"', ':1}'] }) })
    const model = await bench.model({ hosts: [server.url] })
    const format = { type: 'object', properties: { x: { type: 'number' } } }

    const events = await collect(model, { ...REQUEST, format })

    expect(server.requests[0]?.chat.format).toEqual(format)
    expect(textOf(events)).toBe('{"x":1}')
  })

  it('sends credentials of the address as a header and shows them nowhere', async () => {
    const seen: (string | undefined)[] = []
    const model = bench.source({
      hosts: ['http://kiku:geheim@127.0.0.1:1'],
      fetch: async (url, { headers }) => {
        seen.push(url, headers.authorization)
        throw new TypeError('fetch failed')
      },
    })

    const lookup = await model.find(new AbortController().signal)

    expect(seen.slice(0, 2)).toEqual(['http://127.0.0.1:1/api/tags', `Basic ${btoa('kiku:geheim')}`])
    expect(lookup).toMatchObject({ kind: 'unavailable', error: { code: 'model-unreachable' } })
    expect(JSON.stringify(lookup) + (lookup.kind === 'unavailable' ? lookup.error.message : '')).not.toContain('geheim')
  })
})

describe('what Ollama answers', () => {
  it('puts characters together that the network cut apart', async () => {
    const text = '利根川は関東地方を流れる一級河川です。👨‍👩‍👧 𠮷'
    const server = await bench.server({ script: () => ({ chunks: [...text], writeBytes: 3 }) })
    const model = await bench.model({ hosts: [server.url] })

    expect(textOf(await collect(model))).toBe(text)
  })

  it('tells thinking from the answer where the server does', async () => {
    const server = await bench.server({
      models: [THINKING_MODEL],
      script: () => ({ thinking: 'let me see', content: '42' }),
    })
    const model = await bench.model({ hosts: [server.url], model: 'thinker' })

    const events = await collect(model, { ...REQUEST, think: true })

    expect(server.requests[0]?.chat.think).toBe(true)
    expect(textOf(events, 'thinking')).toBe('let me see')
    expect(textOf(events)).toBe('42')
  })

  it.each([
    ['in one piece', ['<think>\nhmm\n</think>\n\nYes.']],
    ['cut anywhere', ['\n<th', 'ink>\nh', 'mm\n<', '/think', '>\n\n', 'Yes', '.']],
  ])('tells thinking from the answer where the model writes it %s', async (_, chunks) => {
    const server = await bench.server({ script: () => ({ chunks }) })
    const model = await bench.model({ hosts: [server.url] })

    const events = await collect(model)

    expect(textOf(events)).toBe('Yes.')
    expect(textOf(events, 'thinking')).toBe('\nhmm\n')
  })

  it('leaves such words alone inside an answer, and text that only begins like one', async () => {
    const server = await bench.server({
      script: (_, { count }) => ({ chunks: count === 1 ? ['A <think> tag', ' </think>.'] : ['<thin'] }),
    })
    const model = await bench.model({ hosts: [server.url] })

    expect(textOf(await collect(model))).toBe('A <think> tag </think>.')
    expect(textOf(await collect(model))).toBe('<thin')
  })

  it('gives log-probabilities before their token and none of thinking', async () => {
    const server = await bench.server({
      models: [THINKING_MODEL],
      script: () => ({
        thinking: 'hm',
        chunks: ['<RET>'],
        firstLogprobs: [
          { token: '<RET>', logprob: -0.1 },
          { token: 'Tokyo', logprob: -2.5 },
        ],
      }),
    })
    const model = await bench.model({ hosts: [server.url], model: 'thinker' })

    const events = await collect(model, { ...REQUEST, topLogprobs: 2, maxTokens: 2, think: true })

    expect(server.requests[0]?.chat).toMatchObject({ logprobs: true, top_logprobs: 2 })
    expect(events.filter(({ kind }) => kind === 'logprobs' || kind === 'token')).toEqual([
      {
        kind: 'logprobs',
        tokens: [
          {
            token: '<RET>',
            logprob: -0.1,
            alternatives: [
              { token: '<RET>', logprob: -0.1 },
              { token: 'Tokyo', logprob: -2.5 },
            ],
          },
        ],
      },
      { kind: 'token', text: '<RET>' },
    ])
  })

  it('says when the answer was cut for length, and counts tokens', async () => {
    const server = await bench.server({ script: () => ({ chunks: ['a', 'b', 'c'] }) })
    const model = await bench.model({ hosts: [server.url] })

    const events = await collect(model, { ...REQUEST, maxTokens: 2 })

    expect(events.slice(-2)).toEqual([
      { kind: 'usage', promptTokens: 5, completionTokens: 2 },
      { kind: 'done', reason: 'length' },
    ])
  })

  it.each([
    ['a line that is not JSON', '{"message":{"content":"secret"},"done":fal\n'],
    ['JSON of another shape', '{"choices":[]}\n'],
    ['an endless line', `"${'x'.repeat(9_000_000)}`],
  ])('fails on %s without printing it', async (_, raw) => {
    const print = (['log', 'warn', 'error'] as const).map((level) => vi.spyOn(console, level))
    const server = await bench.server({ script: () => ({ raw }) })
    const model = await bench.model({ hosts: [server.url] })

    await expect(collect(model)).rejects.toMatchObject({ code: 'model-failed' })
    for (const spy of print) expect(spy).not.toHaveBeenCalled()
  })
})
