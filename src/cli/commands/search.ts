import type { Evidence } from '../../domain/evidence.ts'
import type { Task } from '../../domain/task.ts'
import { parseAudiences } from '../parse-audiences.ts'
import { parseLimit } from '../parse-limit.ts'
import { readQuestion } from '../read-question.ts'
import { describeEvidence } from '../render/describe-evidence.ts'
import { writeJson } from '../render/write-json.ts'
import { type CommandContext, viewOf, withReadyKiku, withSession } from '../session.ts'

export const TASKS = ['qa', 'convsearch', 'chat', 'lrlm', 'tool', 'icl'] as const satisfies readonly Task[]

const MOST_RESULTS = 100

export interface SearchFlags {
  readonly data?: string
  readonly task: Task
  readonly limit: string
  readonly json?: boolean
  readonly audience?: readonly string[]
}

/** `kiku search`: what retrieval finds, without an answer. */
export async function runSearch(
  context: CommandContext,
  words: readonly string[],
  flags: SearchFlags,
): Promise<number> {
  return withSession(context, flags, async (session) => {
    const { stdin, stdout } = session.io
    const text = await readQuestion(words, stdin, session.config.limits.questionCharacters)
    const request = {
      text,
      task: flags.task,
      audience: parseAudiences(flags.audience ?? []),
      limit: parseLimit(flags.limit, MOST_RESULTS),
    }
    return withReadyKiku(
      session,
      () => {},
      async (kiku) => {
        const found = await kiku.search(request, session.signal)
        if (flags.json === true) writeJson(stdout, { query: text, task: flags.task, results: found.map(resultJson) })
        else stdout.write(`${describeEvidence(found, viewOf(session))}\n`)
        return 0
      },
    )
  })
}

function resultJson(item: Evidence, index: number): Readonly<Record<string, unknown>> {
  const { title, location, locator, text, score, probability, namespace, audience, legs } = item
  return { rank: index + 1, title, location, locator, text, score, probability, namespace, audience, legs }
}
