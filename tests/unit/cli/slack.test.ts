import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { runSlackManifest } from '../../../src/cli/commands/slack.ts'
import type { CliDependencies } from '../../../src/cli/dependencies.ts'
import { createContext } from '../../../src/cli/session.ts'
import { collectOutput } from '../../fakes/collect-output.ts'

type ManifestPrinter = CliDependencies['slackManifest']

const unscripted = (): never => {
  throw new Error('This test scripts nothing but the manifest.')
}

async function run(slackManifest: ManifestPrinter, flags: Parameters<typeof runSlackManifest>[1]) {
  const stdout = collectOutput()
  const dependencies: CliDependencies = {
    openTelemetry: unscripted,
    openKiku: unscripted,
    openEvaluation: unscripted,
    openEmbedding: unscripted,
    createTerminalSurface: unscripted,
    registerDiscordCommands: unscripted,
    signInToMcp: unscripted,
    installEmbedder: unscripted,
    signOutOfMcp: unscripted,
    discordInvite: unscripted,
    slackManifest,
  }
  const io = {
    stdin: Readable.from([]),
    stdout: stdout.stream,
    stderr: collectOutput().stream,
    // A configuration that is wrong, since the manifest is printed before anything is configured.
    environment: { KIKU_MODEL_PROVIDER: 'olama' },
    cwd: '/work-folder',
    signal: new AbortController().signal,
  }
  const code = await runSlackManifest(
    createContext(io, async () => dependencies),
    flags,
  )
  return { code, stdout: stdout.text() }
}

describe('kiku slack manifest', () => {
  it('prints the manifest and nothing else, whatever the configuration', async () => {
    const printed = await run((options) => {
      expect(options).toEqual({})
      return 'display_information:\n  name: Kiku\n'
    }, {})

    expect(printed).toEqual({ code: 0, stdout: 'display_information:\n  name: Kiku\n' })
  })

  it('hands on the public address, and ends the text with a line break', async () => {
    const printed = await run((options) => JSON.stringify(options), { http: 'https://kiku.example.org' })

    expect(printed.stdout).toBe('{"http":"https://kiku.example.org"}\n')
  })
})
