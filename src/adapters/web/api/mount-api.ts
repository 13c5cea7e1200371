import type { Hook } from '@hono/zod-openapi'
import { OpenAPIHono } from '@hono/zod-openapi'
import { HTTPException } from 'hono/http-exception'
import { toKikuError } from '../../../domain/errors.ts'
import { createRunningAnswers } from '../../common/chat/running-answers.ts'
import { problemReply } from '../server/problem-reply.ts'
import type { WebEnv } from '../web-env.ts'
import type { ApiContext } from './api-context.ts'
import { type ApiDesk, languageOfRequest, problemFor, type WebAnswer } from './api-desk.ts'
import { type ApiParts, DEFAULT_API_LIMITS } from './api-parts.ts'
import { mountAsk } from './ask/mount-ask.ts'
import { resumeInterrupted } from './ask/resume-interrupted.ts'
import { mountFeedback } from './conversations/mount-feedback.ts'
import { mountThreads } from './conversations/mount-threads.ts'
import { mountDocument } from './document/mount-document.ts'
import { mountPassages } from './library/mount-passages.ts'
import { mountSearch } from './library/mount-search.ts'
import { mountSources } from './library/mount-sources.ts'
import { mountSession } from './mount-session.ts'
import { mountChatCompletions } from './openai/chat-completions.ts'
import { mountEmbeddings } from './openai/embeddings.ts'
import { mountModels } from './openai/models.ts'
import { openAiReply } from './openai/speak-openai.ts'
import { ApiProblem } from './problems/api-problem.ts'
import { retryAfterOf } from './problems/describe-problem.ts'
import { localiseIssues } from './problems/localise-issues.ts'
import { ProblemReply } from './problems/problem-reply.ts'
import type { Problem } from './schemas/common.ts'
import { createOpenCalls } from './stream/open-calls.ts'
import { createTurns } from './stream/take-turns.ts'

/** What the API does beside its routes. */
export interface MountedApi {
  /** Answers what the end of an earlier process interrupted. Never throws. */
  resume(): Promise<void>
  /** Resolves when no answer and no request is under way. */
  idle(): Promise<void>
}

/** Mounts all routes below `/v1`. Who a request is from stands in its context already. */
export function mountApi(app: OpenAPIHono<WebEnv>, parts: ApiParts): MountedApi {
  const running = createRunningAnswers<WebAnswer>()
  const calls = createOpenCalls(parts.stopping)
  const turns = createTurns()
  const desk: ApiDesk = { ...parts, limits: { ...DEFAULT_API_LIMITS, ...parts.limits }, running, calls, turns }
  parts.stopping.addEventListener('abort', () => running.interruptAll(), { once: true })
  if (parts.stopping.aborted) running.interruptAll()

  const own = createGroup(desk, problemReply)
  for (const mount of [mountAsk, mountSearch, mountPassages, mountThreads, mountFeedback, mountSources, mountSession]) {
    mount(own, desk)
  }
  app.route('/', own)

  const compatible = createGroup(desk, openAiReply)
  for (const mount of [mountChatCompletions, mountEmbeddings, mountModels]) mount(compatible, desk)
  app.route('/', compatible)

  mountDocument(app, desk)
  return {
    resume: () => resumeInterrupted(desk),
    async idle() {
      await Promise.all([running.idle(), calls.idle()])
    },
  }
}

type Reply = (problem: Problem, headers: Readonly<Record<string, string>>) => Response

/** Routes whose failures are told in the same shape. */
function createGroup(desk: ApiDesk, reply: Reply): OpenAPIHono<WebEnv> {
  const refuse = (thrown: unknown, context: ApiContext) => {
    const problem = problemFor(thrown, languageOfRequest(context, desk), desk)
    const seconds = retryAfterOf(thrown)
    const headers: Record<string, string> = seconds === undefined ? {} : { 'retry-after': String(seconds) }
    return reply(problem, headers)
  }
  const checkInput: Hook<unknown, WebEnv, string, unknown> = (result, context) => {
    if (result.success) return undefined
    const errors = localiseIssues(result.error, languageOfRequest(context, desk))
    return refuse(new ApiProblem('request-invalid', { errors }), context)
  }
  const group = new OpenAPIHono<WebEnv>({ defaultHook: checkInput })
  group.onError((thrown, context) => {
    const error = toKikuError(thrown)
    if (error.code === 'internal' && !isExpected(thrown)) {
      desk.telemetry.error('web-request-failed', { code: error.code, requestId: context.get('requestId') })
    }
    return refuse(thrown, context)
  })
  return group
}

function isExpected(thrown: unknown): boolean {
  return thrown instanceof ApiProblem || thrown instanceof ProblemReply || thrown instanceof HTTPException
}
