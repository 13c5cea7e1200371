import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { openSqliteStore } from '../../src/adapters/sqlite/open-sqlite-store.ts'
import { cli } from '../../src/cli.ts'
import * as compose from '../../src/compose.ts'
import { type Config, readConfig } from '../../src/config.ts'
import type { Kiku } from '../../src/kiku.ts'
import type { Store } from '../../src/ports/store.ts'
import { silentTelemetry } from '../../src/ports/telemetry.ts'
import { collectOutput } from './collect-output.ts'
import { type JourneyProcess, startProcess } from './journey-process.ts'
import { CHAT_MODEL, type OllamaServer, type OllamaServerOptions, startOllamaServer } from './ollama-server.ts'

/** Small real documents, four in English and four in Japanese: Markdown, text, HTML, CSV. */
export const OFFICE = fileURLToPath(new URL('../fixtures/journeys/office', import.meta.url))
/** Documents of formats that need a parser: PDF (one of them locked, one a scan), DOCX, PPTX, HTML, Markdown. */
export const FORMATS = fileURLToPath(new URL('../fixtures/documents', import.meta.url))

export const NEVER = new AbortController().signal

export type Environment = Readonly<Record<string, string>>

export interface JourneyRun {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

export interface RunOptions {
  readonly environment?: Environment
  readonly stdin?: string
  readonly signal?: AbortSignal
  readonly onOutput?: (text: string) => void
  /** As `onOutput`, for standard error. */
  readonly onError?: (text: string) => void
  /** Columns of a terminal that standard output and standard error are. */
  readonly columns?: number
}

/** A person's folder with documents and a data folder, and the whole of Kiku over it: only the model server is a fake. */
export interface Journey {
  /** The current folder of every command; holds `documents/` and `data/`. */
  readonly folder: string
  readonly documents: string
  readonly data: string
  /** What every command finds in its environment; more is added by `connect`. */
  readonly environment: () => Environment
  /** Writes `documents/<name>`. @returns its path */
  write(name: string, content: string | Uint8Array): Promise<string>
  copy(folder: string): Promise<void>
  /** Runs one command line as the program does, in this process. */
  run(argv: readonly string[], options?: RunOptions): Promise<JourneyRun>
  /** Starts the program in a process of its own; `end` kills it if it still runs. */
  start(argv: readonly string[], options?: { readonly script?: string }): JourneyProcess
  config(environment?: Environment): Config
  /** Opens Kiku itself; `end` closes it if the test does not. */
  open(options?: { readonly mode?: 'read' | 'write'; readonly environment?: Environment }): Promise<Kiku>
  /** Looks into the data folder while no Kiku uses it. */
  inspect<Result>(look: (store: Store) => Promise<Result>): Promise<Result>
  /** Starts a model server and makes every later command use it. */
  connect(options?: OllamaServerOptions): Promise<OllamaServer>
  /** Adds to the environment of every later command. */
  configure(more: Environment): void
  log(): Promise<string>
  end(): Promise<void>
}

/** @param before a journey whose data folder this one begins with. */
export async function startJourney(before?: Journey): Promise<Journey> {
  const folder = await mkdtemp(join(tmpdir(), 'kiku-journey-'))
  const [documents, data] = [join(folder, 'documents'), join(folder, 'data')]
  await mkdir(documents)
  if (before !== undefined) await cp(before.data, data, { recursive: true })
  // Those beside each other would want the same port for the page.
  const quiet = { KIKU_MODEL_PROVIDER: 'none', KIKU_INGEST_WATCH: 'false', KIKU_WEB_ENABLED: 'false' }
  let shared: Environment = { ...quiet, KIKU_DATA: data }
  const opened = new Set<Kiku>()
  const servers: OllamaServer[] = []
  const processes: JourneyProcess[] = []
  let hasEnded = false
  const environmentOf = (more: Environment = {}) => ({ ...shared, ...more })

  return {
    folder,
    documents,
    data,
    environment: environmentOf,
    async write(name, content) {
      const path = join(documents, name)
      await mkdir(dirname(path), { recursive: true })
      await writeFile(path, content)
      return path
    },
    copy: (from) => cp(from, documents, { recursive: true }),
    run: (argv, options = {}) => runHere(argv, { ...options, environment: environmentOf(options.environment) }, folder),
    start(argv, options) {
      // A test that ran out of time goes on; what it would start now nobody would end.
      if (hasEnded) throw new Error('The journey has ended.')
      const process = startProcess(argv, { environment: environmentOf(), ...options })
      processes.push(process)
      return process
    },
    config: (environment) => readConfig({}, environmentOf(environment), folder),
    async open({ mode = 'write', environment } = {}) {
      const config = readConfig({}, environmentOf(environment), folder)
      const kiku = await compose.openKiku(config, { mode, telemetry: silentTelemetry, signal: NEVER })
      opened.add(kiku)
      return {
        ...kiku,
        async close() {
          if (opened.delete(kiku)) await kiku.close()
        },
      }
    },
    async inspect(look) {
      const store = await openSqliteStore({ folder: data, mode: 'write' })
      try {
        return await look(store)
      } finally {
        await store.close()
      }
    },
    async connect(options) {
      const server = await startOllamaServer({ models: [CHAT_MODEL], ...options })
      servers.push(server)
      shared = { ...shared, KIKU_MODEL_PROVIDER: 'ollama', KIKU_MODEL_HOSTS: server.url }
      return server
    },
    configure(more) {
      shared = { ...shared, ...more }
    },
    log: () => readFile(join(data, 'kiku.log'), 'utf8').catch(() => ''),
    async end() {
      hasEnded = true
      await Promise.all(processes.map((process) => process.kill('SIGKILL')))
      for (const kiku of opened) await kiku.close()
      for (const server of servers) await server.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function runHere(argv: readonly string[], options: RunOptions, cwd: string): Promise<JourneyRun> {
  const terminal = options.columns === undefined ? undefined : { columns: options.columns }
  const stdout = collectOutput(terminal, options.onOutput)
  const stderr = collectOutput(terminal, options.onError)
  const code = await cli(
    argv,
    {
      stdin: Readable.from([Buffer.from(options.stdin ?? '')]),
      stdout: stdout.stream,
      stderr: stderr.stream,
      environment: options.environment ?? {},
      cwd,
      signal: options.signal ?? NEVER,
    },
    async () => compose,
  )
  return { code, stdout: stdout.text(), stderr: stderr.text() }
}
