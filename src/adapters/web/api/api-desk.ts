import type { Audience } from '../../../domain/audience.ts'
import type { RunningAnswer, RunningAnswers } from '../../common/chat/running-answers.ts'
import { requestLanguage } from '../server/request-language.ts'
import { type ApiContext, visitorOf } from './api-context.ts'
import type { ApiLimits, ApiParts } from './api-parts.ts'
import { describeProblem } from './problems/describe-problem.ts'
import type { Problem } from './schemas/common.ts'
import type { OpenCalls } from './stream/open-calls.ts'
import type { Turns } from './stream/take-turns.ts'

/** What the routes share. */
export interface ApiDesk extends Omit<ApiParts, 'limits'> {
  readonly limits: ApiLimits
  readonly calls: OpenCalls
  /** For searches and for the events of answers. */
  readonly turns: Turns
  readonly running: RunningAnswers<WebAnswer>
}

/** An answer in the making. */
export interface WebAnswer extends RunningAnswer {
  /** A call runs that was approved once: it is not begun anew. */
  readonly isApproved: boolean
  readonly ended: Promise<void>
}

/** What answers and searches for a visitor may draw on. Nothing in a request adds to it. */
export function audienceOf(context: ApiContext, { host }: Pick<ApiDesk, 'host'>): Audience {
  return host.audienceOf(visitorOf(context).labels)
}

export function languageOfRequest({ req }: ApiContext, { language }: Pick<ApiDesk, 'language'>): 'en' | 'ja' {
  return requestLanguage(req.header('accept-language'), language)
}

export function problemFor(thrown: unknown, language: 'en' | 'ja', { host }: Pick<ApiDesk, 'host'>): Problem {
  return describeProblem(thrown, language, host.explain)
}
