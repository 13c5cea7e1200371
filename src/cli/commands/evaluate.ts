import { resolve } from 'node:path'
import type { Task } from '../../domain/task.ts'
import { systemClock } from '../../ports/clock.ts'
import type { EvaluatedTask, Evaluation, EvaluationProgress } from '../evaluation.ts'
import { parseLimit } from '../parse-limit.ts'
import { createStatusLine } from '../render/status-line.ts'
import { writeJson } from '../render/write-json.ts'
import { type CommandContext, type Session, withSession } from '../session.ts'

const LINE_EVERY_MS = 5_000
const MOST_PAIRS = 10_000_000

export interface EvaluationFlags {
  readonly data?: string
  readonly json?: boolean
  readonly queries?: string
  readonly qrels?: string
  readonly task?: EvaluatedTask
  readonly fit?: boolean
  /** False with `--no-instructions`. */
  readonly instructions?: boolean
}

/** `kiku eval retrieval`: nDCG, recall and reciprocal rank of each leg and of their fusion on a labelled set. */
export async function runRetrievalEvaluation(
  context: CommandContext,
  folder: string,
  flags: EvaluationFlags,
): Promise<number> {
  return withEvaluation(context, flags, async (evaluation, session, onProgress) => {
    const { cwd, stdout } = session.io
    const request = {
      folder: resolve(cwd, folder),
      ...(flags.queries === undefined ? {} : { queries: resolve(cwd, flags.queries) }),
      ...(flags.qrels === undefined ? {} : { qrels: resolve(cwd, flags.qrels) }),
      ...(flags.task === undefined ? {} : { task: flags.task }),
      fit: flags.fit === true,
      bare: flags.instructions === false,
    }
    const { report, table } = await evaluation.retrieval(request, onProgress, session.signal)
    return () => (flags.json === true ? writeJson(stdout, report) : void stdout.write(`${table}\n`))
  })
}

/** `kiku eval routing`: how often the decision to search was right on labelled messages. */
export async function runRoutingEvaluation(
  context: CommandContext,
  file: string,
  flags: EvaluationFlags,
): Promise<number> {
  return withEvaluation(context, flags, async (evaluation, session, onProgress) => {
    const { cwd, stdout } = session.io
    const { report, table } = await evaluation.routing({ file: resolve(cwd, file) }, onProgress, session.signal)
    return () => (flags.json === true ? writeJson(stdout, report) : void stdout.write(`${table}\n`))
  })
}

export interface JstsFlags {
  readonly data?: string
  readonly json?: boolean
  readonly task: Task
  readonly limit?: string
}

/** `kiku eval jsts`: how well cosines of sentence pairs agree with people. */
export async function runJstsEvaluation(context: CommandContext, file: string, flags: JstsFlags): Promise<number> {
  const limit = flags.limit === undefined ? undefined : parseLimit(flags.limit, MOST_PAIRS)
  return withEvaluation(context, flags, async (evaluation, session, onProgress) => {
    const { cwd, stdout } = session.io
    const request = { file: resolve(cwd, file), task: flags.task, ...(limit === undefined ? {} : { limit }) }
    const { report, table } = await evaluation.jsts(request, onProgress, session.signal)
    return () => (flags.json === true ? writeJson(stdout, report) : void stdout.write(`${table}\n`))
  })
}

type OnProgress = (progress: EvaluationProgress) => void
type Measure = (evaluation: Evaluation, session: Session, onProgress: OnProgress) => Promise<() => void>

async function withEvaluation(
  context: CommandContext,
  flags: Pick<EvaluationFlags, 'data' | 'json'>,
  measure: Measure,
): Promise<number> {
  return withSession(context, flags, async (session) => {
    const { dependencies, config, telemetry, signal } = session
    const evaluation = await dependencies.openEvaluation(config, { telemetry, signal })
    const progress = createEvaluationProgress(session)
    try {
      const print = await measure(evaluation, session, progress.report)
      progress.end()
      print()
      return 0
    } finally {
      progress.end()
      await evaluation.close()
    }
  })
}

function createEvaluationProgress({ io, strings, paint }: Session) {
  const status = createStatusLine(io.stderr, paint)
  let lastLineAt = systemClock.elapsed()
  return {
    report({ step, done, total }: EvaluationProgress) {
      const line = `${strings.evaluationSteps[step]} ${done}/${total}`
      status.show(line)
      if (io.stderr.isTTY === true || systemClock.elapsed() - lastLineAt < LINE_EVERY_MS) return
      lastLineAt = systemClock.elapsed()
      io.stderr.write(`${line}\n`)
    },
    end: status.clear,
  }
}
