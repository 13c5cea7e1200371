import { createReadStream } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { createInterface } from 'node:readline'
import { createRouter } from '../../agents/router.ts'
import { createPromptLibrary } from '../adapters/prompts/create-prompt-library.ts'
import type { OpenOptions } from '../cli/dependencies.ts'
import type { Evaluation } from '../cli/evaluation.ts'
import type { Config } from '../config.ts'
import { KikuError } from '../domain/errors.ts'
import { fitFusion } from '../evaluation/fit-fusion.ts'
import { formatFusionFit } from '../evaluation/format-fusion-fit.ts'
import { formatJstsReport } from '../evaluation/format-jsts-report.ts'
import { formatRetrievalReport } from '../evaluation/format-retrieval-report.ts'
import { formatRoutingReport } from '../evaluation/format-routing-report.ts'
import { runJstsEval } from '../evaluation/run-jsts-eval.ts'
import { runRetrievalEval } from '../evaluation/run-retrieval-eval.ts'
import { runRoutingEval } from '../evaluation/run-routing-eval.ts'
import type { Embedder } from '../ports/embedder.ts'
import type { EvaluationFiles } from '../ports/evaluation-set.ts'
import { closeAll } from './close-all.ts'
import { createEvaluationIndex } from './evaluation-index.ts'
import { type OpenEmbedder, openEmbedder } from './open-embedder.ts'
import { packageFolder } from './package-folder.ts'

/** Measures this program on labelled sets: an index in memory, and the router without any index. */
export async function openEvaluation(
  config: Config,
  { telemetry, signal }: Omit<OpenOptions, 'mode'>,
): Promise<Evaluation> {
  const open: OpenEmbedder[] = []
  const openOne = async (isBare: boolean): Promise<Embedder> => {
    const opened = await openEmbedder(config, telemetry, signal, isBare)
    open.push(opened)
    if (opened.error !== undefined) throw opened.error
    return opened.embedder
  }
  const prompts = createPromptLibrary({ folder: join(packageFolder(), 'prompts') })
  return {
    async retrieval({ folder, queries, qrels, task, fit = false, bare = false }, onProgress, until) {
      const options = {
        files: filesOf(folder),
        set: basename(folder),
        index: createEvaluationIndex(await openOne(bare), task === 'tool' ? 'tool' : 'knowledge'),
        ...(task === undefined ? {} : { task }),
        onProgress,
        ...(queries === undefined ? {} : { queriesFile: relative(folder, queries) }),
        ...(qrels === undefined ? {} : { qrelsFile: relative(folder, qrels) }),
      }
      if (fit) {
        const report = await fitFusion(options, until)
        return { report, table: formatFusionFit(report) }
      }
      const report = await runRetrievalEval(options, until)
      return { report, table: formatRetrievalReport(report) }
    },
    async routing({ file }, onProgress, until) {
      const report = await runRoutingEval(
        {
          files: filesOf(dirname(file)),
          set: basename(dirname(file)),
          file: basename(file),
          router: createRouter({ prompts, telemetry }),
          onProgress,
        },
        until,
      )
      return { report, table: formatRoutingReport(report) }
    },
    async jsts({ file, task, limit }, onProgress, until) {
      const report = await runJstsEval(
        {
          files: filesOf(dirname(file), 'Name a file with a pair of sentences on each line.'),
          set: basename(file),
          file: basename(file),
          embedder: await openOne(false),
          onProgress,
          ...(task === undefined ? {} : { task }),
          ...(limit === undefined ? {} : { limit }),
        },
        until,
      )
      return { report, table: formatJstsReport(report, config.language) }
    },
    close: () =>
      closeAll(
        open.map(({ close }) => close),
        telemetry,
      ),
  }
}

const SET_REMEDY = 'Name a folder with corpus.jsonl, queries and judgements, or give files with --queries and --qrels.'

function filesOf(folder: string, remedy = SET_REMEDY): EvaluationFiles {
  return {
    async *readLines(name, signal) {
      const input = createReadStream(join(folder, name), { encoding: 'utf8', signal })
      try {
        yield* createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })
      } catch (cause) {
        signal.throwIfAborted()
        throw new KikuError('source-missing', `${join(folder, name)} cannot be read.`, {
          remedy,
          cause,
        })
      } finally {
        input.destroy()
      }
    },
  }
}
