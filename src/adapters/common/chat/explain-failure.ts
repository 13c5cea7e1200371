import type { KikuError } from '../../../domain/errors.ts'
import type { DeskWords } from './desk-words.ts'

/** The one sentence for a person about a failure. Holds nothing of the error's own text, which may name hosts and paths. */
export function explainFailure(error: KikuError, words: Pick<DeskWords, 'failure'>): string {
  switch (error.code) {
    case 'rate-limited':
      return words.failure('rate-limited', numbers(error))
    case 'queue-full':
    case 'model-busy':
      return words.failure('queue-full', {})
    case 'question-empty':
      return words.failure('question-empty', {})
    case 'question-too-long':
    case 'prompt-too-long':
      return words.failure('question-too-long', numbers(error))
    case 'surface-unreachable':
      return words.failure('unreachable', {})
    case 'surface-refused':
      return words.failure('refused', {})
    case 'deadline-exceeded':
    case 'model-timeout':
      return words.failure('too-slow', {})
    case 'cancelled':
      return words.failure('stopped', {})
    default:
      return words.failure('internal', {})
  }
}

function numbers({ details: { seconds, limit } }: KikuError): { seconds?: number; limit?: number } {
  return {
    ...(typeof seconds === 'number' ? { seconds } : {}),
    ...(typeof limit === 'number' ? { limit } : {}),
  }
}
