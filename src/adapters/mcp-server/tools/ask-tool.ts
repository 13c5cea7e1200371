import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { z } from 'zod'
import type { AnswerEvent } from '../../../domain/answer.ts'
import { KikuError } from '../../../domain/errors.ts'
import { chatWords } from '../../common/chat/words.ts'
import type { CallOutcome } from '../call-desk.ts'
import { type ProgressReport, reportProgress } from '../report-progress.ts'
import { ANSWER_OUTPUT, describeAnswer } from './describe-answer.ts'
import { ANNOTATIONS, languageFor, signalOf, type ToolContext } from './tool-context.ts'

/** Offers `ask`: an answer with numbered sources, made while the client is told how far it is. */
export function registerAsk(server: McpServer, context: ToolContext): void {
  const { questionCharacters, askMs, heartbeatMs } = context.desk.limits
  server.registerTool(
    'ask',
    {
      title: 'Ask Kiku',
      description:
        'Answers one question from what Kiku has read and you may read, with numbered sources; it says so where it finds ' +
        'no support. The question must be complete in itself, since earlier ones are not remembered: "How many days of ' +
        'parental leave do we have?", 「経費精算の締め日はいつですか？」. The answer is in the language of the question. It ' +
        'can take a minute; progress is reported. For passages alone, use search.',
      inputSchema: {
        question: z
          .string()
          .trim()
          .min(1)
          .max(questionCharacters)
          .describe('One complete question; for example "Who approves travel?" or 「出張は誰が承認しますか？」'),
        search: z
          .enum(['auto', 'always', 'never'])
          .default('auto')
          .describe('Whether to search first: Kiku decides (auto), in any case, or not at all'),
      },
      outputSchema: ANSWER_OUTPUT,
      annotations: { title: 'Ask Kiku', ...ANNOTATIONS, idempotentHint: false },
    },
    async ({ question, search }, extra) => {
      const { caller, desk, host } = context
      const language = languageFor(question, context)
      const progress = reportProgress(extra, heartbeatMs)
      const call = { tool: 'ask', caller, language, timeoutMs: askMs, signal: signalOf(extra) } as const
      try {
        return await desk.run(call, (signal) => {
          const request = { text: question, search, askedBy: `mcp:${caller.name}` }
          return follow(host.ask(request, caller.audience, signal), { progress, language, context, signal })
        })
      } finally {
        progress.stop()
      }
    },
  )
}

interface Following {
  readonly progress: ProgressReport
  readonly language: 'en' | 'ja'
  readonly context: ToolContext
  readonly signal: AbortSignal
}

async function follow(
  events: AsyncIterable<AnswerEvent>,
  { progress, language, context, signal }: Following,
): Promise<CallOutcome> {
  for await (const event of events) {
    // Leaving the loop ends the answer, also one that does not listen to the signal.
    signal.throwIfAborted()
    switch (event.kind) {
      case 'status':
        progress.say(nameStage(event, language))
        break
      case 'failed':
        return { kind: 'failed', error: event.error }
      case 'done':
        return describeAnswer(event.answer, language, context)
      case 'decision':
      case 'evidence':
      case 'token':
      case 'tool-call':
      case 'approval-needed':
        // Only the checked answer leaves: what is said before may still be taken back.
        break
    }
  }
  throw new KikuError('internal', 'The answer ended before it was complete.')
}

function nameStage({ stage, position }: AnswerEvent & { readonly kind: 'status' }, language: 'en' | 'ja'): string {
  const words = chatWords(language)
  if (position === undefined) return words.stages[stage]
  return `Kiku${language === 'ja' ? '' : ' '}${words.waiting(position)}`
}
