import { createHash } from 'node:crypto'
import { mkdir, readdir, realpath, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AskRequest, Kiku } from '../../src/kiku.ts'
import { readAnswer } from '../fakes/journey-answer.ts'
import { type Journey, NEVER, startJourney } from '../fakes/journey-bench.ts'
import { answerRequests, promptOf, purposeOf } from '../fakes/journey-model.ts'
import { PROGRAM } from '../fakes/journey-process.ts'
import type { OllamaServer } from '../fakes/ollama-server.ts'
import type { ScriptedChat } from '../fakes/ollama-wire.ts'

const FILES = fileURLToPath(
  new URL('../../node_modules/@modelcontextprotocol/server-filesystem/dist/index.js', import.meta.url),
)

async function answerOf(kiku: Kiku, question: AskRequest) {
  for await (const event of kiku.ask(question, NEVER)) {
    if (event.kind === 'failed') throw event.error
    if (event.kind === 'done') return event.answer
  }
  throw new Error('There is no answer.')
}

describe('tools', () => {
  let journey: Journey
  let shared: string
  beforeAll(async () => {
    journey = await startJourney()
    shared = join(await realpath(journey.folder), 'shared')
    await mkdir(shared)
    await writeFile(join(shared, 'menu.txt'), '金曜の昼食はカレーです。 Lunch on Friday is curry.')
    const files = { command: process.execPath, args: [FILES, shared], trustAnnotations: true }
    journey.configure({ KIKU_MCP_SERVERS: JSON.stringify({ files }) })
    await journey.write('warranty.md', '# Warranty\n\nThe compressor is covered for seven years.\n')
    await journey.run(['ingest', 'documents'])
  })
  afterAll(() => journey.end())

  it.each([
    ['What is 12.5% of 80?', '= 10 [1]', 'tool:calculate'],
    ['80の15%はいくら？', '= 12 [1]', 'tool:calculate'],
    ['5 miles in km', '8.04672 km [1]', 'tool:convert_unit'],
    ['ニューヨークは今何時？', 'America/New_York', 'tool:current_time'],
  ])('serve a whole request without a model: %s', async (question, words, location) => {
    const answer = readAnswer(await journey.run(['ask', '--json', question]))

    expect(answer.answer).toContain(words)
    expect(answer.citations).toMatchObject([{ location }])
    expect(answer.decision.labels).toEqual(['tool'])
    expect(answer).toMatchObject({ tools: { calls: [{ outcome: 'done' }] } })
  })

  it('are named by the doctor', async () => {
    const { stdout } = await journey.run(['doctor'])

    expect(stdout).toMatch(/tools: files\s+\d+ tools/)
  })

  describe('with a model that calls them', () => {
    let server: OllamaServer
    const script = (calls: readonly ScriptedChat[], answer: string) => {
      let next = 0
      server.setScript((body) => {
        switch (purposeOf(body)) {
          case 'tools':
            return calls[next++] ?? { content: 'DONE' }
          case 'answer':
            return { content: answer }
          default:
            return { content: '' }
        }
      })
    }
    beforeAll(async () => {
      server = await journey.connect({ script: () => ({ content: '' }) })
    })

    it('find the one that fits, call it, and cite what it says', async () => {
      const read = { name: 'files__read_text_file', arguments: { path: join(shared, 'menu.txt') } }
      script([{ toolCalls: [read] }], 'Lunch on Friday is curry [1].')

      const answer = readAnswer(await journey.run(['ask', '--json', 'Please open the text file menu.txt for me.']))

      expect(answer).toMatchObject({ kind: 'answered', answer: 'Lunch on Friday is curry [1].' })
      expect(answer.citations).toMatchObject([{ location: 'tool:files__read_text_file' }])
      const offered = server.requests.map(({ chat }) => chat).find((chat) => purposeOf(chat) === 'tools')?.tools ?? []
      expect(offered.length).toBeLessThanOrEqual(8)
      expect(promptOf(answerRequests(server).at(-1)?.chat ?? {})).toContain('金曜の昼食はカレーです。')
    })

    it('run nothing that changes something before it was approved, and then exactly that', async () => {
      const create = { name: 'files__create_directory', arguments: { path: join(shared, 'photos') } }
      const other = { name: 'files__create_directory', arguments: { path: join(shared, 'other') } }
      script([{ toolCalls: [create, other] }, { toolCalls: [other] }], 'The folder stands [1].')
      const kiku = await journey.open()
      const question = { text: 'Please create a directory called photos.', search: 'auto', audience: [] } as const

      const wish = await answerOf(kiku, question)
      const before = await readdir(shared)
      const { pending } = wish
      if (pending === undefined) throw new Error('Nothing waits for approval.')
      const done = await answerOf(kiku, { ...question, approved: pending })
      await kiku.close()

      expect(wish.text).toContain('I need your approval')
      expect(pending).toMatchObject({ tool: 'files__create_directory', arguments: create.arguments })
      expect(before).toEqual(['menu.txt'])
      expect((await readdir(shared)).sort()).toEqual(['menu.txt', 'photos'])
      expect(done.citations).toMatchObject([{ location: 'tool:files__create_directory' }])
    })
  })

  describe('of Kiku itself', () => {
    const textOf = (result: unknown) => JSON.stringify(result)

    it('serve an MCP client that starts it', async () => {
      const { PATH = '' } = process.env
      const transport = new StdioClientTransport({
        command: process.execPath,
        args: [...PROGRAM, 'mcp'],
        env: { PATH, ...journey.environment(), KIKU_MCP_SERVERS: '{}', KIKU_MODEL_PROVIDER: 'none' },
        stderr: 'ignore',
      })
      const client = new Client({ name: 'test', version: '1' })
      await client.connect(transport)

      const { tools } = await client.listTools()
      const found = await client.callTool({ name: 'search', arguments: { query: 'compressor' } })
      const answered = await client.callTool({
        name: 'ask',
        arguments: { question: 'How long is the compressor covered?' },
      })

      expect(tools.map(({ name }) => name).sort()).toEqual(['ask', 'open', 'search'])
      expect(textOf(found)).toContain('covered for seven years')
      expect(textOf(answered)).toContain('seven years')
      await client.close()
    })

    it('serve over HTTP whoever has a token, with what it may read', async () => {
      const secret = await journey.write('secret.md', '# Merger\n\nThe merger is called Nightingale.\n')
      await journey.run(['ingest', secret, '--audience', 'group:board'])
      const sha256 = createHash('sha256').update('t'.repeat(40)).digest('hex')
      journey.configure({ KIKU_MCP_TOKENS: JSON.stringify([{ name: 'web', sha256, audience: ['public'] }]) })
      const kiku = await journey.open({ environment: { KIKU_MCP_SERVERS: '{}' } })
      const server = await kiku.startMcp({ kind: 'http', port: 0 })
      const connect = async (token: string) => {
        const headers = { Authorization: `Bearer ${token}` }
        const client = new Client({ name: 'test', version: '1' })
        await client.connect(new StreamableHTTPClientTransport(new URL(server.url ?? ''), { requestInit: { headers } }))
        return client
      }

      const client = await connect('t'.repeat(40))
      const permitted = textOf(await client.callTool({ name: 'search', arguments: { query: 'compressor' } }))
      const foreign = textOf(await client.callTool({ name: 'search', arguments: { query: 'merger Nightingale' } }))
      const stranger = connect('x'.repeat(40))

      await expect(stranger).rejects.toThrow()
      expect(permitted).toContain('seven years')
      expect(foreign).not.toContain('is called Nightingale')
      await client.close()
      await server.stop()
      await kiku.close()
    })
  })
})
