import { describe, expect, it } from 'vitest'
import { explainError, toUserError } from '../../../src/conversation/explain-error.ts'
import { type ErrorCode, KikuError } from '../../../src/domain/errors.ts'

const CODES: readonly ErrorCode[] = [
  ...([
    'misuse',
    'config-invalid',
    'data-locked',
    'disk-full',
    'disk-read-only',
    'store-corrupt',
    'store-failed',
  ] as const),
  ...([
    'model-missing',
    'model-busy',
    'model-unreachable',
    'model-timeout',
    'model-failed',
    'model-incapable',
  ] as const),
  ...([
    'prompt-too-long',
    'embedder-mismatch',
    'embedder-failed',
    'document-unsupported',
    'document-unreadable',
  ] as const),
  ...([
    'document-encrypted',
    'document-too-large',
    'source-missing',
    'url-refused',
    'url-failed',
    'question-empty',
  ] as const),
  ...(['question-too-long', 'queue-full', 'rate-limited', 'deadline-exceeded', 'cancelled', 'internal'] as const),
]

describe('explaining an error', () => {
  it.each(CODES)('says of %s what is wrong and what to do, in both languages', (code) => {
    const error = new KikuError(code, 'ECONNREFUSED 10.0.0.5:11434 /home/kiku/secret', {
      details: { model: 'm:1b', length: 9, limit: 8, seconds: 7 },
    })

    const english = explainError(error, 'en')
    const japanese = explainError(error, 'ja')

    for (const sentence of [english.message, english.remedy]) expect(sentence).toMatch(/^[A-Z].*[.?]$/)
    for (const sentence of [japanese.message, japanese.remedy]) expect(sentence).toMatch(/[\u3040-\u30ff].*。$/)
    expect(JSON.stringify([english, japanese])).not.toMatch(/10\.0\.0\.5|secret|[{}]\w+[}]/)
  })

  it('names the model to install', () => {
    const error = new KikuError('model-missing', 'x', { details: { model: 'qwen3:8b' } })

    expect(explainError(error, 'ja').remedy).toContain('`ollama pull qwen3:8b`')
  })

  it('keeps the original for the log', () => {
    const error = new KikuError('store-failed', 'SQLITE_BUSY', { retryable: true })

    expect(toUserError(error, 'en')).toMatchObject({ code: 'store-failed', retryable: true, cause: error })
  })
})
