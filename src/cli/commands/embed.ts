import { KikuError } from '../../domain/errors.ts'
import type { Side, Task } from '../../domain/task.ts'
import type { EmbedderDescription, Neighbour } from '../../kiku.ts'
import { parseAudiences } from '../parse-audiences.ts'
import { parseLimit } from '../parse-limit.ts'
import { readTexts } from '../read-texts.ts'
import { describeCosines } from '../render/describe-cosines.ts'
import { describeNeighbours } from '../render/describe-neighbours.ts'
import { writeJson } from '../render/write-json.ts'
import { type CommandContext, type Session, viewOf, withReadyKiku, withSession } from '../session.ts'

export const SIDES = ['query', 'key'] as const satisfies readonly Side[]

const MOST_RESULTS = 100
/** The table has a column for each. */
const MOST_TEXTS = 100

export interface EmbedFlags {
  readonly data?: string
  readonly task: Task
  readonly side: Side
  readonly limit: string
  readonly json?: boolean
  readonly vectors?: boolean
  readonly audience?: readonly string[]
}

/**
 * `kiku embed`: what the embedder makes of texts. Of one text: its nearest passages by cosine alone, with the place that a search
 * gives them. Of more: the cosine of each with each, without any index.
 */
export async function runEmbed(context: CommandContext, words: readonly string[], flags: EmbedFlags): Promise<number> {
  return withSession(context, flags, async (session) => {
    const { stdin } = session.io
    const most = { characters: session.config.limits.questionCharacters, texts: MOST_TEXTS }
    const texts = await readTexts(words, stdin, most)
    const [only] = texts
    if (only === undefined) {
      throw new KikuError('question-empty', 'There is no text to embed.', {
        remedy: 'Write it in quotes after the command, or pass one on each line of standard input.',
      })
    }
    await (texts.length === 1 ? showNeighbours(only, flags, session) : showCosines(texts, flags, session))
    return 0
  })
}

async function showNeighbours(text: string, flags: EmbedFlags, session: Session): Promise<void> {
  const { task, side } = flags
  const limit = parseLimit(flags.limit, MOST_RESULTS)
  const request = { text, task, side, audience: parseAudiences(flags.audience ?? []), limit }
  await withReadyKiku(
    session,
    () => {},
    async (kiku) => {
      const { embedder, vector, neighbours } = await kiku.findNeighbours(request, session.signal)
      const { stdout } = session.io
      if (flags.json !== true) {
        const found = describeNeighbours(neighbours, viewOf(session))
        stdout.write(`${describeEmbedder(embedder, flags, session)}\n\n${found}\n`)
        return
      }
      const own = flags.vectors === true ? { vector: Array.from(vector) } : {}
      writeJson(stdout, { embedder, task, side, text, ...own, neighbours: neighbours.map(neighbourJson) })
    },
  )
}

async function showCosines(texts: readonly string[], flags: EmbedFlags, session: Session): Promise<void> {
  const { task, side } = flags
  const { dependencies, config, telemetry, signal } = session
  const embedding = await dependencies.openEmbedding(config, { telemetry, signal })
  try {
    const vectors = await embedding.embed(texts, { task, side }, signal)
    const cosines = vectors.map((a) => vectors.map((b) => a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0)))
    const { embedder } = embedding
    const { stdout } = session.io
    if (flags.json !== true) {
      stdout.write(`${describeEmbedder(embedder, flags, session)}\n\n${describeCosines(texts, cosines)}\n`)
      return
    }
    const own = flags.vectors === true ? { vectors: vectors.map((vector) => Array.from(vector)) } : {}
    writeJson(stdout, { embedder, task, side, texts, cosines, ...own })
  } finally {
    await embedding.close()
  }
}

function describeEmbedder(
  embedder: EmbedderDescription,
  { task, side }: EmbedFlags,
  { strings, paint }: Session,
): string {
  return paint.dim(strings.embedding.embedder({ ...embedder, task, side }))
}

function neighbourJson(neighbour: Neighbour, index: number): Readonly<Record<string, unknown>> {
  return { rank: index + 1, ...neighbour, fusedRank: neighbour.fusedRank ?? null }
}
