import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { createTerminalSurface } from '../../src/adapters/terminal/create-terminal-surface.ts'
import type { CliDependencies, InputStream, OpenOptions } from '../../src/cli/dependencies.ts'
import { cli } from '../../src/cli.ts'
import type { Kiku } from '../../src/kiku.ts'
import { silentTelemetry } from '../../src/ports/telemetry.ts'
import { collectOutput } from './collect-output.ts'

export interface CliRun {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
  /** How Kiku was opened, in order. */
  readonly opened: readonly OpenOptions['mode'][]
}

export interface CliRunOptions {
  readonly kiku?: Kiku
  readonly dependencies?: Partial<CliDependencies>
  readonly stdin?: string | InputStream
  readonly environment?: Readonly<Record<string, string>>
  readonly isTTY?: boolean
  readonly signal?: AbortSignal
  /** Is told what is written to standard output. */
  readonly onOutput?: (text: string) => void
}

/** Runs one command line in a fresh data folder with a scripted Kiku. */
export async function runCli(argv: readonly string[], options: CliRunOptions = {}): Promise<CliRun> {
  const folder = mkdtempSync(join(tmpdir(), 'kiku-cli-'))
  const stdout = collectOutput(options.isTTY === true ? { columns: 80 } : undefined, options.onOutput)
  const stderr = collectOutput(options.isTTY === true ? { columns: 80 } : undefined)
  const opened: OpenOptions['mode'][] = []
  const dependencies: CliDependencies = {
    openTelemetry: () => ({ telemetry: silentTelemetry, close() {} }),
    openKiku: async (_, { mode }) => {
      opened.push(mode)
      if (options.kiku === undefined) throw new Error('This test scripts no Kiku.')
      return options.kiku
    },
    openEvaluation: () => Promise.reject(new Error('This test scripts no evaluation.')),
    openEmbedding: () => Promise.reject(new Error('This test scripts no embedding.')),
    createTerminalSurface,
    slackManifest: () => {
      throw new Error('The manifest was asked for, which this test does not script.')
    },
    signInToMcp: () => Promise.reject(new Error('This test scripts no sign-in.')),
    signOutOfMcp: () => Promise.reject(new Error('This test scripts no sign-in.')),
    registerDiscordCommands: () => Promise.reject(new Error('This test scripts no registration of commands.')),
    installEmbedder: () => Promise.reject(new Error('This test scripts no embedder.')),
    discordInvite: () => Promise.reject(new Error('This test scripts no invitation.')),
    ...options.dependencies,
  }
  try {
    const code = await cli(
      argv,
      {
        stdin: inputOf(options),
        stdout: stdout.stream,
        stderr: stderr.stream,
        environment: { KIKU_DATA: folder, ...options.environment },
        cwd: '/work-folder',
        signal: options.signal ?? new AbortController().signal,
      },
      async () => dependencies,
    )
    return { code, stdout: stdout.text(), stderr: stderr.text(), opened }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function inputOf({ stdin = '', isTTY }: CliRunOptions): InputStream {
  if (typeof stdin !== 'string') return stdin
  return isTTY === true ? Object.assign(new PassThrough(), { isTTY: true }) : Readable.from([Buffer.from(stdin)])
}
