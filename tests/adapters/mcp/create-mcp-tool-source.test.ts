import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type McpBench, nodeServer, openMcpSource } from '../../fakes/mcp/open-source.ts'

const ODD = fileURLToPath(new URL('../../fakes/mcp/odd-server.mjs', import.meta.url))
const never = new AbortController().signal

describe('the tools of an MCP server', () => {
  let odd: McpBench
  beforeAll(async () => {
    process.env.NOT_LISTED = 'leaked'
    odd = openMcpSource(nodeServer(ODD, [], { ODD_SECRET: 's3cret' }), {
      rules: { allow: [], deny: ['hang*'], readOnly: ['echo'], trustAnnotations: false, audience: 'slack:T1:C1' },
    })
    await odd.start(never)
  })
  afterAll(async () => {
    delete process.env.NOT_LISTED
    await odd.close()
  })

  it('are named after their server, and need approval where nobody here said that they only read', () => {
    expect(odd.spec('echo')).toMatchObject({
      ...{ id: 'odd__echo', server: 'odd', audience: 'slack:T1:C1' },
      effects: { readOnly: true, destructive: false, openWorld: true },
    })
    expect(odd.spec('says_read').effects.readOnly).toBe(false)
    expect(odd.spec('crash').effects).toMatchObject({ readOnly: false, destructive: true })
  })

  it('are left out where they are denied, or cannot be checked', () => {
    const names = odd.list().map(({ name }) => name)

    expect(names).not.toContain('hang')
    expect(names).not.toContain('not_a_schema')
    expect(names).not.toContain('elsewhere')
    expect(odd.state()).toMatchObject({
      kind: 'connected',
      unusable: [
        { name: 'not_a_schema', reason: 'they are no valid JSON Schema' },
        { name: 'elsewhere', reason: 'they refer to something elsewhere' },
        { name: 'no_object' },
        { name: 'nothing' },
      ],
    })
  })

  it('hide nothing in their descriptions', () => {
    expect(odd.spec('hidden').description).toBe('Fine. Really.')
  })

  it('are called, in an environment that holds what was listed and no more', async () => {
    expect(await odd.run('echo', { text: 'こんにちは' })).toEqual({ text: 'こんにちは s3cret', isError: false })
  })

  it.each([
    ['picture', '[image image/png, 3 kB]\nseen'],
    ['structured', '{"件数":3}'],
    ['garbage', 'after the garbage'],
    ['odd_output', 'put out'],
  ])('return text: %s', async (name, text) => {
    expect(await odd.run(name)).toEqual({ text, isError: false })
  })

  it('return no more than can be read', async () => {
    const { text } = await odd.run('large')

    expect(text.length).toBeLessThan(21_000)
    expect(text).toContain('[cut: the result is longer]')
  })

  it('may say themselves that they failed', async () => {
    expect(await odd.run('fails')).toEqual({ text: 'No such room.', isError: true })
  })

  it('are listed again when the server says that they have changed', async () => {
    await odd.run('grow')

    await odd.until(() => odd.list().some(({ name }) => name === 'grown'))
  })

  it('are gone when the server crashes in a call, and come back with it', async () => {
    const crashing = odd.run('crash')

    await expect(crashing).rejects.toMatchObject({ code: 'tool-failed' })
    await odd.until(() => odd.list().length === 0)
    await odd.until(() => odd.list().length > 0)
    expect(await odd.run('echo', { text: 'again' })).toMatchObject({ isError: false })
  })
})

describe('an MCP server that does not answer', () => {
  it('is told when nobody waits any more', async () => {
    const odd = openMcpSource(nodeServer(ODD))
    await odd.start(never)
    const ending = new AbortController()

    const hanging = odd.run('hang', {}, ending.signal)
    ending.abort(new Error('enough'))

    await expect(hanging).rejects.toThrow('enough')
    expect(await odd.run('cancellations')).toMatchObject({ text: '1' })
    await odd.close()
  })

  it('is waited for no longer than it may take', async () => {
    const odd = openMcpSource(nodeServer(ODD), { callMs: 50 })
    await odd.start(never)

    await expect(odd.run('hang')).rejects.toMatchObject({ code: 'deadline-exceeded' })
    await odd.close()
  })

  it.each([
    ['is no program', { kind: 'stdio', command: '/nowhere/server', args: [], environment: {} }],
    ['ends at once', nodeServer('-e', ['process.exit(1)'])],
    ['is not there', { kind: 'http', url: 'http://127.0.0.1:1/mcp', headers: { Authorization: 'Bearer t0ken' } }],
  ] as const)('costs itself only when it %s', async (_what, address) => {
    const source = openMcpSource(address, { connectMs: 3_000 })

    await source.start(never)

    expect(source.list()).toEqual([])
    expect(source.state().kind).toBe('lost')
    expect(JSON.stringify(source.log)).not.toContain('t0ken')
    await source.close()
  })

  it('does not outlive Kiku, even while it starts', async () => {
    const odd = openMcpSource(nodeServer('-e', ['setInterval(() => {}, 1000)']))
    const starting = odd.start(never)

    await odd.close()

    await starting
    expect(odd.list()).toEqual([])
  })
})

describe('a thousand tools', () => {
  it('are listed page by page', async () => {
    const odd = openMcpSource(nodeServer(ODD, ['1000']))

    await odd.start(never)

    expect(odd.list().filter(({ name }) => name.startsWith('many_'))).toHaveLength(1_000)
    await odd.close()
  })
})
