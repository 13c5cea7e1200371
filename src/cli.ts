import { CommanderError } from 'commander'
import { createProgram } from './cli/create-program.ts'
import { type CliDependencies, type CliIo, PipeClosedError } from './cli/dependencies.ts'
import { describeError } from './cli/describe-error.ts'
import { type CommandContext, createContext } from './cli/session.ts'
import { neutralizeLine } from './cli/text/neutralize-text.ts'
import { detectLanguage } from './config/detect-terminal.ts'
import { type ErrorCode, KikuError, toKikuError } from './domain/errors.ts'

const FAILED = 1
const MISUSED = 2
/** What shells report of a program that Ctrl-C ended. */
const INTERRUPTED = 130

/**
 * Runs one command line.
 * @param argv the words after the program's name.
 * @param loadDependencies imported only when a command needs them, so that help and mistakes answer at once.
 * @returns the exit code: 0 done, 1 failed, 2 misused, 130 interrupted.
 */
export async function cli(
  argv: readonly string[],
  io: CliIo,
  loadDependencies: () => Promise<CliDependencies>,
): Promise<number> {
  const context = createContext(io, loadDependencies)
  try {
    return await runCommand(argv, io, context)
  } catch (thrown) {
    return report(thrown, io, context)
  }
}

async function runCommand(argv: readonly string[], io: CliIo, context: CommandContext): Promise<number> {
  let exitCode = 0
  const program = createProgram(context, (code) => {
    exitCode = code
  })
  for (const command of [program, ...program.commands, ...program.commands.flatMap((parent) => parent.commands)]) {
    command.exitOverride().configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      // Help that is shown because a command is missing; errors themselves are reported below, on one line.
      writeErr: (text) => void io.stderr.write(text),
      outputError: () => {},
      getOutHelpWidth: () => io.stdout.columns || 80,
      getErrHelpWidth: () => io.stderr.columns || 80,
    })
  }
  const { operands, unknown } = program.parseOptions([...argv])
  const asksForHelp = unknown.some((word) => ['-h', '--help', '-V', '--version'].includes(word))
  const words = operands.length === 0 && !asksForHelp ? ['serve', ...argv] : argv
  await program.parseAsync([...words], { from: 'user' })
  return exitCode
}

function report(thrown: unknown, io: CliIo, context: CommandContext): number {
  if (io.signal.reason instanceof PipeClosedError) return 0
  if (thrown instanceof CommanderError) return reportMisuse(thrown, io)
  const error = io.signal.aborted ? new KikuError('cancelled', 'Stopped.') : toKikuError(thrown)
  io.stderr.write(`${describeError(error, quietConfig(context))}\n`)
  return exitCodeOf(error.code)
}

function exitCodeOf(code: ErrorCode): number {
  switch (code) {
    case 'misuse':
    case 'config-invalid':
    case 'question-empty':
    case 'question-too-long':
      return MISUSED
    case 'cancelled':
      return INTERRUPTED
    default:
      return FAILED
  }
}

function reportMisuse(error: CommanderError, io: CliIo): number {
  // Help and version end this way too.
  if (error.exitCode === 0) return 0
  if (error.code === 'commander.help') return MISUSED
  const message = neutralizeLine(error.message.replace(/^error: /, ''))
  const sentence = `${message.charAt(0).toUpperCase()}${message.slice(1)}${/[.)?]$/.test(message) ? '' : '.'}`
  io.stderr.write(`kiku: ${sentence} "kiku --help" lists what is there.\n`)
  return MISUSED
}

// For its language and log file only: an error may be that the configuration cannot be read.
function quietConfig(context: CommandContext): {
  readonly language: 'en' | 'ja'
  readonly log?: { file: string | null }
} {
  try {
    return context.readConfig({})
  } catch {
    return { language: detectLanguage(context.io.environment) }
  }
}
