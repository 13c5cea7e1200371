import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { type McpFlags, runMcp } from '../../../src/cli/commands/mcp.ts'
import type { CliDependencies, OpenOptions } from '../../../src/cli/dependencies.ts'
import { createContext } from '../../../src/cli/session.ts'
import { KikuError } from '../../../src/domain/errors.ts'
import type { Kiku, McpRequest } from '../../../src/kiku.ts'
import { silentTelemetry } from '../../../src/ports/telemetry.ts'
import { collectOutput } from '../../fakes/collect-output.ts'
import { createScriptedKiku } from '../../fakes/scripted-kiku.ts'

interface Script {
  readonly openKiku?: (mode: OpenOptions['mode'], attempt: number) => Kiku
  /** Ends the command by a signal in place of the client. */
  readonly signal?: AbortSignal
  readonly failure?: KikuError
  readonly isTTY?: boolean
  readonly language?: string
}

async function run(flags: McpFlags, script: Script = {}) {
  const stdout = collectOutput()
  const stderr = collectOutput()
  const requests: McpRequest[] = []
  const opened: OpenOptions['mode'][] = []
  let isStopped = false
  const kiku = createScriptedKiku({
    async startMcp(request) {
      requests.push(request)
      if (script.failure !== undefined) throw script.failure
      return {
        url: 'http://127.0.0.1:3333/mcp',
        ended: script.signal === undefined ? Promise.resolve() : new Promise(() => {}),
        async stop() {
          isStopped = true
        },
      }
    },
  })
  const unscripted = () => Promise.reject(new Error('This test does not script it.'))
  const dependencies: CliDependencies = {
    openTelemetry: () => ({ telemetry: silentTelemetry, close() {} }),
    openKiku: async (_, { mode }) => {
      opened.push(mode)
      const scripted = script.openKiku?.(mode, opened.length)
      return scripted === undefined ? kiku : { ...scripted, startMcp: kiku.startMcp }
    },
    openEvaluation: unscripted,
    openEmbedding: unscripted,
    createTerminalSurface: () => {
      throw new Error('A terminal was asked for, which this test does not script.')
    },
    slackManifest: () => '',
    registerDiscordCommands: unscripted,
    signInToMcp: unscripted,
    signOutOfMcp: unscripted,
    installEmbedder: unscripted,
    discordInvite: unscripted,
  }
  const io = {
    stdin: Object.assign(new PassThrough(), { isTTY: script.isTTY === true }),
    stdout: stdout.stream,
    stderr: stderr.stream,
    environment: { KIKU_DATA: '/nowhere', KIKU_LANGUAGE: script.language ?? 'en' },
    cwd: '/work-folder',
    signal: script.signal ?? new AbortController().signal,
  }
  const code = await runMcp(
    createContext(io, async () => dependencies),
    flags,
  ).catch((thrown: unknown) => thrown)
  return { code, requests, opened, kiku, isStopped, stdout: stdout.text(), stderr: stderr.text() }
}

describe('kiku mcp', () => {
  it('serves the client that started it, and only looks at the data', async () => {
    const { code, requests, opened, kiku, isStopped, stdout, stderr } = await run({ audience: ['group:finance'] })

    expect(code).toBe(0)
    expect(requests).toMatchObject([{ kind: 'stdio', audience: ['group:finance'] }])
    expect(opened).toEqual(['read'])
    expect([isStopped, kiku.isClosed()]).toEqual([true, true])
    expect([stdout, stderr]).toEqual(['', ''])
  })

  it('makes the data first where there is none', async () => {
    const openKiku = (_: string, attempt: number) => {
      if (attempt === 1) throw new KikuError('store-failed', 'There is no Kiku data yet.')
      return createScriptedKiku()
    }

    const { code, opened } = await run({}, { openKiku })

    expect(code).toBe(0)
    expect(opened).toEqual(['read', 'write', 'read'])
  })

  it('does not begin again when the work itself failed', async () => {
    const failure = new KikuError('store-failed', 'The disk is gone.')

    const { code, opened } = await run({}, { failure })

    expect(code).toBe(failure)
    expect(opened).toEqual(['read'])
  })

  it('says in a terminal that a client should start it', async () => {
    const english = await run({}, { isTTY: true })
    const japanese = await run({}, { isTTY: true, language: 'ja' })

    expect(english.stderr).toContain('have an MCP client start it')
    expect(japanese.stderr).toContain('MCPクライアントから起動')
    expect(english.stdout).toBe('')
  })

  it.each([
    [true, {}],
    ['4000', { port: 4000 }],
    ['0.0.0.0:4000', { host: '0.0.0.0', port: 4000 }],
    ['[::1]:4000', { host: '::1', port: 4000 }],
  ] as const)('listens for --http %s until it is told to end', async (http, address) => {
    const ending = new AbortController()
    const running = run({ http }, { signal: ending.signal })
    await new Promise((resolve) => setImmediate(resolve))

    ending.abort()
    const { code, requests, opened, isStopped, stderr } = await running

    expect(code).toBe(0)
    expect(requests).toEqual([{ kind: 'http', ...address }])
    expect(opened).toEqual(['write'])
    expect(isStopped).toBe(true)
    expect(stderr).toContain('http://127.0.0.1:3333/mcp')
  })

  it('listens beside another Kiku too, and says what that means', async () => {
    const openKiku = (mode: string) => {
      if (mode === 'write') throw new KikuError('data-locked', 'Another one is at work.')
      return createScriptedKiku()
    }

    const { code, opened, stderr } = await run({ http: '4000' }, { openKiku })

    expect(code).toBe(0)
    expect(opened).toEqual(['write', 'read'])
    expect(stderr).toContain('Another Kiku is using this data folder')
  })

  it.each([
    { http: 'nowhere' },
    { http: '70000' },
    { http: '0' },
    { http: 'a b:80' },
    { http: '4000', audience: ['public'] },
    { audience: ['everything'] },
  ])('refuses %j', async (flags) => {
    const { code, opened } = await run(flags)

    expect(code).toMatchObject({ code: 'misuse' })
    expect(opened).toEqual([])
  })
})
