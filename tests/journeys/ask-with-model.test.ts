import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { askKiku, readAnswer } from '../fakes/journey-answer.ts'
import { type Journey, startJourney } from '../fakes/journey-bench.ts'
import { answering, answerRequests, promptOf, purposeOf } from '../fakes/journey-model.ts'
import { readConversationTexts } from '../fakes/journey-store.ts'
import { CHAT_MODEL, EMBEDDING_MODEL, THINKING_MODEL } from '../fakes/ollama-server.ts'

const QUESTION = 'How long is the warranty on the compressor?'
const FACT = 'The compressor of every Borealis heat pump is covered by a warranty of seven years.'
const REPLY = 'The warranty on the compressor is seven years [1].'

describe('asking with a model', () => {
  let prepared: Journey
  let journey: Journey
  beforeAll(async () => {
    prepared = await startJourney()
    await prepared.write('warranty.md', `# Warranty\n\n${FACT}\n`)
    await prepared.write('保証.md', '# 保証\n\nコンプレッサーの保証期間は7年です。\n')
    await prepared.run(['ingest', 'documents'])
  })
  beforeEach(async () => {
    journey = await startJourney(prepared)
  })
  afterEach(() => journey.end())
  afterAll(() => prepared.end())

  const ask = (...argv: readonly string[]) => journey.run(['ask', '--json', ...argv])

  describe('that works', () => {
    it('has it write from the sources, and cites them', async () => {
      const server = await journey.connect({ script: answering({ content: REPLY }) })

      const answer = readAnswer(await ask(QUESTION))

      expect(answer).toMatchObject({ kind: 'answered', answer: REPLY, model: 'ollama:chat:latest' })
      expect(answer.citations).toEqual([expect.objectContaining({ number: 1, quote: FACT })])
      expect(answer).not.toHaveProperty('degraded')
      const [request] = answerRequests(server)
      expect(promptOf(request?.chat ?? {})).toContain(FACT)
      expect(request?.chat).toMatchObject({ truncate: false, shift: false, think: false, options: { num_ctx: 8192 } })
    })

    it('answers a Japanese question with a Japanese prompt', async () => {
      const server = await journey.connect({ script: answering({ content: '保証期間は7年です[1]。' }) })

      const answer = readAnswer(await ask('コンプレッサーの保証期間は何年ですか'))

      expect(answer).toMatchObject({ kind: 'answered', answer: '保証期間は7年です[1]。' })
      expect(promptOf(answerRequests(server)[0]?.chat ?? {})).toContain('出典だけを使って質問に答えてください')
    })

    it('shows the words as they are written', async () => {
      let shown = ''
      let shownBeforeLast = ''
      const chunks = ['The ', 'warranty ', 'on ', 'the ', 'compressor ', 'is ', 'seven ', 'years ', '[1].']
      const beforePiece = async (piece: number) => {
        if (piece !== chunks.length - 1) return
        // The last piece waits until the first ones are on the screen.
        while (!shown.includes('compressor')) await new Promise((resolve) => setTimeout(resolve, 5))
        shownBeforeLast = shown
      }
      await journey.connect({ script: answering({ chunks, beforePiece }) })

      const run = await journey.run(['ask', QUESTION], {
        onOutput: (text) => {
          shown += text
        },
      })

      expect(shownBeforeLast).toMatch(/^The warranty on the compressor/)
      expect(shownBeforeLast).not.toContain('Sources')
      expect(run.stdout.startsWith(`${REPLY}\n\nSources\n [1] Warranty`)).toBe(true)
      expect(run.stdout).toContain('written by ollama:chat:latest')
    })

    it('takes out an answer that no source supports, and says that it found none', async () => {
      await journey.connect({ script: answering({ content: 'Bananas are yellow because of carotenoids [1].' }) })

      const answer = readAnswer(await ask(QUESTION))

      expect(answer).toMatchObject({ kind: 'abstained', model: null })
      expect(answer.answer).not.toContain('Bananas')
    })

    it('answers small talk with the model, without searching', async () => {
      const server = await journey.connect({ script: answering({ content: 'Hello to you!' }) })

      const answer = readAnswer(await ask('Hello!'))

      expect(answer).toMatchObject({ kind: 'answered', answer: 'Hello to you!', citations: [] })
      expect(promptOf(answerRequests(server)[0]?.chat ?? {})).not.toContain('source 1')
    })

    it('has a follow-up rewritten and searches for that', async () => {
      const server = await journey.connect({
        script: (body) =>
          purposeOf(body) === 'rewrite'
            ? { content: 'How long is the warranty on the compressor?' }
            : answering({ content: REPLY })(body),
      })
      const stdin = 'What does the page Warranty say about the compressor of a Borealis heat pump?\nHow long is it?\n'

      const run = await journey.run(['chat'], { stdin })

      expect(run.code).toBe(0)
      const last = answerRequests(server).at(-1)
      expect(promptOf(last?.chat ?? {})).toContain('(= How long is the warranty on the compressor?)')
      expect(promptOf(last?.chat ?? {})).toContain(FACT)
    })
  })

  describe('that thinks', () => {
    const THOUGHT = 'Secretly I believe the customer is a penguin.'

    it.each([
      ['beside the answer', { thinking: THOUGHT, content: REPLY }],
      ['at the start of the answer', { content: `<think>${THOUGHT}</think>${REPLY}` }],
      ['in the middle of the answer', { content: `${REPLY.slice(0, 20)}<think>${THOUGHT}</think>${REPLY.slice(20)}` }],
    ])('keeps thoughts %s out of screen, store and later prompts', async (_, script) => {
      const server = await journey.connect({
        models: [THINKING_MODEL],
        script: answering({ ...script, writeBytes: 7 }),
      })

      const run = await journey.run(['chat'], { stdin: `${QUESTION}\nAnd for how long is the fan covered?\n` })

      expect(run.stdout).toContain(REPLY)
      expect(run.stdout).not.toMatch(/penguin|think>/)
      expect(answerRequests(server).length).toBeGreaterThanOrEqual(2)
      expect(server.requests.map(({ chat }) => promptOf(chat)).join()).not.toMatch(/penguin/)
      expect(await journey.inspect(readConversationTexts)).not.toMatch(/penguin|think>/)
    })
  })

  describe('that is missing or in trouble', () => {
    const expectQuote = (run: Parameters<typeof readAnswer>[0], code: string) => {
      const answer = readAnswer(run)
      expect(run).toMatchObject({ code: 0 })
      expect(answer).toMatchObject({ kind: 'extracted', model: null, degraded: code })
      expect(answer.answer).toContain(FACT)
      return answer
    }

    it('quotes when the model is not installed; doctor names it and the command that installs it', async () => {
      await journey.connect({ models: [CHAT_MODEL] })
      const environment = { KIKU_MODEL_NAME: 'mistral-nemo' }

      const run = await journey.run(['ask', '--json', QUESTION], { environment })
      const shown = await journey.run(['ask', QUESTION], { environment })
      const doctor = await journey.run(['doctor'], { environment })

      expectQuote(run, 'model-missing')
      expect(shown.stdout).toMatch(/mistral-nemo|kiku doctor/)
      expect(doctor.code).toBe(1)
      expect(doctor.stdout).toMatch(/'mistral-nemo' is not installed/)
      expect(doctor.stdout).toMatch(/ollama pull mistral-nemo/)
    })

    it('quotes when only an embedding model is installed', async () => {
      await journey.connect({ models: [EMBEDDING_MODEL] })

      expectQuote(await ask(QUESTION), 'model-missing')
    })

    it('quotes when the server is down', async () => {
      const server = await journey.connect()
      await server.close()

      const run = await ask(QUESTION)

      expectQuote(run, 'model-unreachable')
    })

    it('waits for a busy server', async () => {
      let refusals = 0
      const server = await journey.connect({
        script: answering(() => {
          refusals += 1
          return refusals <= 2 ? { status: 503, error: 'server busy, please try again' } : { content: REPLY }
        }),
      })

      const answer = readAnswer(await ask('--search', QUESTION))

      expect(answer).toMatchObject({ kind: 'answered', answer: REPLY })
      expect(answerRequests(server)).toHaveLength(3)
    })

    it.each([
      ['reports an error in the middle', { content: REPLY, failAfter: 4, error: 'CUDA error: out of memory' }],
      ['cuts the connection in the middle', { content: REPLY, cutAfter: 4 }],
      ['ends without saying that it is done', { content: REPLY, noDone: true }],
      ['says nothing', { content: '' }],
      ['sends something else than JSON', { raw: '<html>Bad gateway</html>' }],
      ['sends half a line', { raw: '{"model":"chat","message":{"role":"assist' }],
    ])('quotes when the server %s, and tells so', async (_, script) => {
      await journey.connect({ script: answering(script) })

      const run = await ask('--search', QUESTION)

      const answer = readAnswer(run)
      expect(run).toMatchObject({ code: 0, stderr: '' })
      expect(answer).toMatchObject({ kind: 'extracted', model: null })
      expect(answer.degraded).toMatch(/^model-/)
      expect(answer.answer).toContain(FACT)
    })

    it('replaces on the screen what a broken stream had shown', async () => {
      await journey.connect({ script: answering({ content: REPLY, cutAfter: 6 }) })

      const { stdout } = await journey.run(['ask', '--search', QUESTION])

      expect(stdout).toMatch(/After checking against the sources/)
      expect(stdout).toContain(FACT)
      expect(stdout).toContain('the model was not used')
    })

    it.each([
      ['never begins', { chunks: ['never'], beforePiece: () => new Promise<void>(() => {}) }],
      [
        'stops in the middle',
        {
          content: REPLY,
          beforePiece: (piece: number) => (piece === 4 ? new Promise<void>(() => {}) : undefined),
        },
      ],
    ])('quotes at the deadline when the model %s, and ends the generation', async (_, script) => {
      const server = await journey.connect({ script: answering(script) })

      const run = await journey.run(['ask', '--json', '--search', QUESTION], {
        environment: { KIKU_ANSWER_DEADLINE_SECONDS: '0.4' },
      })

      const answer = readAnswer(run)
      expect(answer).toMatchObject({ kind: 'extracted', model: null })
      expect(answer.degraded).toMatch(/deadline|timeout/)
      await server.until(() => answerRequests(server).every(({ aborted }) => aborted))
    })

    it('quotes when the server hangs on every path', async () => {
      const server = await journey.connect()
      server.setFault({ kind: 'hang' })

      const answer = readAnswer(await ask(QUESTION))

      expect(answer).toMatchObject({ kind: 'extracted', model: null })
      expect(answer.degraded).toMatch(/^model-|deadline/)
    })

    it('uses a server that comes up later, in the same chat', async () => {
      const server = await journey.connect({ script: answering({ content: REPLY }) })
      server.setFault({ kind: 'cut' })
      const kiku = await journey.open({ environment: { KIKU_LIMITS_PER_AUTHOR_PER_MINUTE: '1000' } })
      const first = await askKiku(kiku, QUESTION)
      server.setFault(undefined)

      let later = first
      for (let attempt = 0; attempt < 40 && later.kind !== 'answered'; attempt += 1) {
        await new Promise((resolve) => setTimeout(resolve, 100))
        later = await askKiku(kiku, QUESTION)
      }

      expect(first).toMatchObject({ kind: 'extracted', degraded: 'model-unreachable' })
      expect(later).toMatchObject({ kind: 'answered', model: 'ollama:chat:latest' })
    })
  })

  it('stops the generation on the server when a person presses Ctrl-C', async () => {
    const server = await journey.connect({
      script: answering({
        chunks: ['The warranty ', 'on the ', 'compressor ', 'is seven years [1].'],
        beforePiece: (piece) => (piece === 3 ? new Promise<void>(() => {}) : undefined),
      }),
    })
    const child = journey.start(['ask', '--search', QUESTION])
    await child.until(() => child.stdout().includes('compressor'))

    const end = await child.kill('SIGINT')

    await server.until(() => answerRequests(server).every(({ aborted }) => aborted))
    expect(answerRequests(server)).toHaveLength(1)
    expect(end).toEqual({ code: 130, signal: null })
    expect(child.stderr()).not.toMatch(/\n\s+at |Error/)
    expect(child.stdout()).not.toContain('Sources')
    expect((await journey.run(['sources', 'list'])).code).toBe(0)
  })
})
