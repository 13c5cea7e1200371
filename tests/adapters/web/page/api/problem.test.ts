import { describe, expect, it } from 'vitest'
import { ProblemError, readProblem, toProblem } from '../../../../../src/adapters/web/page/api/problem.ts'
import { describeProblem } from '../../../../../src/adapters/web/page/text/describe-problem.ts'
import { english } from '../../../../../src/adapters/web/page/text/english.ts'
import { japanese } from '../../../../../src/adapters/web/page/text/japanese.ts'

describe('problems of the page', () => {
  it('keeps what the server says', () => {
    const body = {
      title: 'Too large.',
      code: 'document-too-large',
      detail: 'Send less.',
      retryable: false,
      status: 413,
    }

    const problem = readProblem(413, body)

    expect(problem).toMatchObject({ title: 'Too large.', status: 413, code: 'document-too-large', retryable: false })
    expect(describeProblem(problem, english)).toEqual({ title: 'Too large.', remedy: 'Send less.' })
  })

  it.each([[undefined], ['<html>'], [{ message: 'no' }], [null]])('has words of its own for %j', (body) => {
    const problem = readProblem(502, body)

    expect(problem.retryable).toBe(true)
    expect(describeProblem(problem, english).title).not.toBe('')
    expect(describeProblem(problem, japanese).remedy).toContain('502')
  })

  it('takes a failed fetch for a lost connection', () => {
    expect(toProblem(new TypeError('fetch failed')).code).toBe('offline')
    expect(toProblem(new SyntaxError('JSON')).code).toBe('reply-unreadable')
    expect(toProblem(new ProblemError(readProblem(401, undefined))).status).toBe(401)
  })
})
