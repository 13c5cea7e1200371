import { spawn } from 'node:child_process'
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type McpBench, nodeServer, openMcpSource } from '../../fakes/mcp/open-source.ts'

// The servers that the authors of the protocol publish, as their users start them.
const script = (name: string) =>
  fileURLToPath(new URL(`../../../node_modules/@modelcontextprotocol/server-${name}/dist/index.js`, import.meta.url))
const never = new AbortController().signal

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}

describe('the server of files', () => {
  let folder: string
  let files: McpBench
  beforeAll(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'kiku-mcp-')))
    await writeFile(join(folder, '規程.txt'), '出張費は30日以内に申請します。')
    files = openMcpSource(nodeServer(script('filesystem'), [folder]), {
      name: 'files',
      rules: { allow: [], deny: ['write_*', 'edit_*'], readOnly: [], trustAnnotations: true, audience: 'public' },
    })
    await files.start(never)
  })
  afterAll(async () => {
    await files.close()
    await rm(folder, { recursive: true })
  })

  it('reads, and says for itself what it may read', async () => {
    const inside = await files.run('read_text_file', { path: join(folder, '規程.txt') })
    const outside = await files.run('read_text_file', { path: '/etc/passwd' })

    expect(inside).toMatchObject({ text: expect.stringContaining('30日以内'), isError: false })
    expect(outside).toMatchObject({ isError: true })
  })

  it('offers what only reads unasked, what creates with approval, and not what is denied', () => {
    expect(files.spec('read_text_file').effects.readOnly).toBe(true)
    expect(files.spec('create_directory').effects.readOnly).toBe(false)
    expect(files.list().map(({ name }) => name)).not.toContain('write_file')
  })
})

it('the server of memory keeps what it is told', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kiku-mcp-'))
  const environment = { MEMORY_FILE_PATH: join(folder, 'memory.json') }
  const memory = openMcpSource(nodeServer(script('memory'), [], environment), { name: 'memory' })
  await memory.start(never)

  await memory.run('create_entities', { entities: [{ name: '銅門', entityType: 'gate', observations: ['marigold'] }] })
  const found = await memory.run('search_nodes', { query: '銅門' })

  expect(found.text).toContain('marigold')
  await memory.close()
  await rm(folder, { recursive: true })
})

describe.each(['stdio', 'http'] as const)('the server of everything over %s', (kind) => {
  let everything: McpBench
  let stop = async () => {}
  beforeAll(async () => {
    if (kind === 'stdio') {
      everything = openMcpSource(nodeServer(script('everything')), { name: 'everything' })
    } else {
      const port = await freePort()
      const child = spawn(process.execPath, [script('everything'), 'streamableHttp'], {
        env: { PATH: process.env.PATH, PORT: String(port) },
        stdio: 'ignore',
      })
      stop = () => new Promise((resolve) => child.once('exit', () => resolve()).kill('SIGKILL'))
      const address = { kind: 'http', url: `http://127.0.0.1:${port}/mcp`, headers: {} } as const
      everything = openMcpSource(address, { name: 'everything' })
    }
    await everything.start(never)
    await everything.until(() => everything.list().length > 0)
  })
  afterAll(async () => {
    await everything.close()
    await stop()
  })

  it('answers', async () => {
    expect((await everything.run('echo', { message: 'こんにちは' })).text).toContain('こんにちは')
    expect((await everything.run('get-sum', { a: 2, b: 40 })).text).toContain('42')
  })

  it('describes pictures, and links to what it has', async () => {
    const { text } = await everything.run('get-tiny-image')

    expect(text).toMatch(/\[image image\/png, \d+ kB\]/)
  })

  it('reports progress, and is told when nobody waits', async () => {
    const ending = new AbortController()
    await everything.run('trigger-long-running-operation', { duration: 0.2, steps: 2 })
    const long = everything.run('trigger-long-running-operation', { duration: 60, steps: 2 }, ending.signal)

    ending.abort(new Error('enough'))

    await expect(long).rejects.toThrow('enough')
    expect(everything.log.filter(({ event }) => event === 'mcp-progress').length).toBeGreaterThan(0)
  })
})
