import type { Readable, Writable } from 'node:stream'
import type { Config } from '../config.ts'
import type { AnswerEvent } from '../domain/answer.ts'
import type { AudienceLabel } from '../domain/audience.ts'
import type { Side, Task } from '../domain/task.ts'
import type { EmbedderDescription, Kiku } from '../kiku.ts'
import type { Surface } from '../ports/surface.ts'
import type { Telemetry } from '../ports/telemetry.ts'
import type { EmbedderDependencies } from './commands/embedder-dependencies.ts'
import type { McpSignInDependencies } from './commands/mcp-login-dependencies.ts'
import type { Evaluation } from './evaluation.ts'

/** What the commands need built. `compose.ts` exports functions of these names; tests pass scripted ones. */
export interface CliDependencies extends McpSignInDependencies, EmbedderDependencies {
  openTelemetry(config: Config): OpenTelemetry
  /**
   * `write`: the one process that may change the data folder. `read`: beside it; nothing is remembered.
   * @throws KikuError `data-locked` when another process writes.
   */
  openKiku(config: Config, options: OpenOptions): Promise<Kiku>
  openEvaluation(config: Config, options: Omit<OpenOptions, 'mode'>): Promise<Evaluation>
  /** @throws KikuError why the embedder cannot be used */
  openEmbedding(config: Config, options: Omit<OpenOptions, 'mode'>): Promise<Embedding>
  createTerminalSurface(options: TerminalOptions): TerminalSurface
  /**
   * The manifest of the Slack app, as YAML. @param options `http`: public address of Kiku's port, for deliveries over HTTP
   * @throws KikuError `misuse` when the address is none that Slack could reach
   */
  slackManifest(options: { readonly http?: string }): string
  /**
   * Has Discord offer Kiku's commands, or no longer. @param guilds servers to do it in; none means everywhere
   * @throws KikuError `config-invalid` without a token, `surface-refused`, `surface-unreachable`
   */
  registerDiscordCommands(
    config: Config,
    options: DiscordTaskOptions & { readonly guilds: readonly string[]; readonly isRemoval: boolean },
  ): Promise<'registered' | 'unchanged' | 'removed'>
  /** How to add Kiku to servers and accounts. @throws as `registerDiscordCommands` */
  discordInvite(config: Config, options: DiscordTaskOptions): Promise<DiscordInvite>
}

/** The embedder alone. */
export interface Embedding {
  readonly embedder: EmbedderDescription
  /** One vector of length 1 for each text. */
  embed(
    texts: readonly string[],
    purpose: { readonly task: Task; readonly side: Side },
    signal: AbortSignal,
  ): Promise<readonly Float32Array[]>
  close(): Promise<void>
}

export interface DiscordTaskOptions {
  readonly telemetry: Telemetry
  readonly signal: AbortSignal
}

export interface DiscordInvite {
  readonly serverLink: string
  /** Undefined where the application is not meant for that. */
  readonly personLink?: string
  /** In the language of the configuration. */
  readonly permissions: readonly { readonly label: string; readonly reason: string }[]
}

export interface OpenOptions {
  readonly mode: 'write' | 'read'
  readonly telemetry: Telemetry
  readonly signal: AbortSignal
}

export interface OpenTelemetry {
  readonly telemetry: Telemetry
  close(): void
}

interface TerminalSurface extends Surface {
  /** Resolves when the person has left: end of input, `/quit`, or Ctrl-C twice. */
  readonly ended: Promise<void>
}

interface TerminalOptions {
  readonly input: InputStream
  readonly output: OutputStream
  /** Labels that the person may read beside the terminal's own. */
  readonly audience: readonly AudienceLabel[]
  readonly words: ChatWords
  /**
   * Shows one answer to its end; throws the error of a `failed` event.
   * @param askPerson asks the person something about it; undefined where there is no terminal
   */
  readonly render: (events: AsyncIterable<AnswerEvent>, askPerson: AskPerson | undefined) => Promise<void>
  readonly showError: (error: unknown) => void
}

/**
 * Asks the person at the terminal something. What was typed before that is no reply.
 * @param timeoutMs after which nobody is there
 * @returns the line entered; undefined when there was none in time, or the input has ended
 * @throws the reason of the signal that Ctrl-C aborts
 */
export type AskPerson = (question: string, timeoutMs: number) => Promise<string | undefined>

/** What the chat itself says. */
export interface ChatWords {
  readonly prompt: string
  readonly help: string
  readonly newThread: string
  readonly stopped: string
  readonly leaveHint: string
  readonly unknownCommand: (name: string) => string
}

export type InputStream = Readable & { readonly isTTY?: boolean }
export type OutputStream = Writable & { readonly isTTY?: boolean; readonly columns?: number; readonly rows?: number }

/** The process as the commands see it. */
export interface CliIo {
  readonly stdin: InputStream
  readonly stdout: OutputStream
  readonly stderr: OutputStream
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  /** Aborts on Ctrl-C, on a request to end, and with a `PipeClosedError` when nobody reads the output any more. */
  readonly signal: AbortSignal
}

/** Nobody reads standard output any more, as after `| head`. No failure. */
export class PipeClosedError extends Error {
  constructor() {
    super('The reader of the output has gone.')
    this.name = 'PipeClosedError'
  }
}
