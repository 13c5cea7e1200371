import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runMcpLogin, runMcpLogout } from '../../../src/cli/commands/mcp-login.ts'
import { describeError } from '../../../src/cli/describe-error.ts'
import type { CommandContext } from '../../../src/cli/session.ts'
import { signInToMcp, signOutOfMcp } from '../../../src/compose/mcp-sign-in.ts'
import { openMcpConnections } from '../../../src/compose/open-mcp-connections.ts'
import { readConfig } from '../../../src/config.ts'
import { silentTelemetry } from '../../../src/ports/telemetry.ts'
import { collectOutput } from '../../fakes/collect-output.ts'
import { type FakeOAuth, startOAuthServer } from '../../fakes/mcp/oauth-server.ts'

let server: FakeOAuth
let folder: string
beforeEach(async () => {
  server = await startOAuthServer()
  folder = await mkdtemp(join(tmpdir(), 'kiku-mcp-'))
})
afterEach(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

/** Runs a command over real servers; a person opens what it prints. */
async function run(command: typeof runMcpLogin, name: string, language = 'en') {
  const servers = {
    orders: { url: server.url },
    keyed: { url: server.url, headers: { authorization: 'Bearer x' } },
    named: { url: server.url, oauth: { clientId: 'kiku', clientSecret: `\${NOT_SET}` } },
    local: { command: 'true' },
  }
  await writeFile(join(folder, 'kiku.config.yaml'), JSON.stringify({ mcpServers: servers }))
  const environment = { KIKU_DATA: join(folder, 'data'), KIKU_LANGUAGE: language, HOME: folder }
  const stdout = collectOutput(undefined, (address) => void server.browse(address.trim()))
  const stderr = collectOutput()
  const unscripted = () => {
    throw new Error('This test does not script it.')
  }
  const dependencies = {
    openTelemetry: () => ({ telemetry: silentTelemetry, close() {} }),
    ...{
      openKiku: unscripted,
      openEvaluation: unscripted,
      openEmbedding: unscripted,
      createTerminalSurface: unscripted,
      slackManifest: unscripted,
    },
    ...{
      registerDiscordCommands: unscripted,
      discordInvite: unscripted,
      installEmbedder: unscripted,
      signInToMcp,
      signOutOfMcp,
    },
  }
  const signal = new AbortController().signal
  const io = { stdin: new PassThrough(), ...{ environment, cwd: folder, signal } }
  const context: CommandContext = {
    io: { ...io, stdout: stdout.stream, stderr: stderr.stream },
    loadDependencies: async () => dependencies,
    readConfig: (flags) => readConfig(flags, environment, folder),
  }
  const code = await command(context, name, {}).catch((thrown: unknown) => describeError(thrown, { language: 'en' }))
  return { code, stdout: stdout.text(), stderr: stderr.text(), config: context.readConfig({}) }
}

describe('kiku mcp login and logout', () => {
  it.each([
    ['en', 'Signed in at orders.', 'Signed out of orders here.', 'There was no sign-in at orders.'],
    [
      'ja',
      'orders にサインインしました。',
      'orders のサインインをここから消しました。',
      'サインインしていませんでした。',
    ],
  ])('sign in and out (%s)', async (language, signedIn, signedOut, wasNot) => {
    const login = await run(runMcpLogin, 'orders', language)
    const logout = await run(runMcpLogout, 'orders', language)
    const again = await run(runMcpLogout, 'orders', language)

    expect([login.code, logout.code, again.code]).toEqual([0, 0, 0])
    expect(login.stdout).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/authorize\?[^\s]+\n$/)
    expect(login.stderr).toContain(signedIn)
    expect(logout.stderr).toContain(signedOut)
    expect(again.stderr).toContain(wasNot)
  })

  it.each([
    ['nowhere', /no "nowhere".*It has orders, keyed, named, local\./],
    ['local', /"local" is a program on this machine/],
    ['keyed', /"keyed" is signed in to by its Authorization header/],
    ['named', /NOT_SET, which is not set\. Set NOT_SET/],
  ])('say why nobody signs in at %s', async (name, reason) => {
    const { code } = await run(runMcpLogin, name)

    expect(code).toMatch(reason)
    expect(server.requests).toEqual([])
  })
})

describe('kiku doctor', () => {
  it('says where a person must sign in, until one has', async () => {
    const { config } = await run(runMcpLogout, 'orders')
    const before = await examine()
    await run(runMcpLogin, 'orders')
    const after = await examine()

    const found = { part: 'tools: orders', state: 'broken', message: 'the server wants a sign-in' }
    expect(before).toEqual({ ...found, remedy: 'Run kiku mcp login orders' })
    expect(after).toEqual({ part: 'tools: orders', state: 'ok', message: '1 tools' })

    async function examine() {
      const { orders } = config.mcpServers
      if (orders === undefined) throw new Error('The configuration has no such server.')
      const connections = openMcpConnections({ ...config, mcpServers: { orders } }, silentTelemetry)
      await connections.start(new AbortController().signal)
      const [finding] = connections.examine()
      await Promise.all(connections.sources.map((source) => source.close()))
      return finding
    }
  })
})
