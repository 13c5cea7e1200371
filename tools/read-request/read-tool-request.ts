import { normaliseRequest } from './normalise-request.ts'
import { readCalculation } from './read-calculation.ts'
import { readDateRequest } from './read-date-request.ts'
import { readTimeRequest } from './read-time-request.ts'
import { readUnitRequest } from './read-unit-request.ts'
import type { ToolRequest } from './tool-request.ts'

/**
 * Reads a request for one tool without any model, where the whole question is that request and its arguments stand in
 * it: sums, the time, dates, units. Whatever leaves doubt is not read: a wrong reading is worse than none.
 * @param askedAt epoch milliseconds of the question
 */
export function readToolRequest(text: string, language: 'en' | 'ja', askedAt: number): ToolRequest | undefined {
  const request = normaliseRequest(text)
  if (request === undefined) return undefined
  return (
    readTimeRequest(request) ??
    readDateRequest(request, { language, askedAt }) ??
    readUnitRequest(request) ??
    readCalculation(request)
  )
}
