import { KikuError } from '../domain/errors.ts'

/**
 * Refuses what cannot be a question, before any work is done on it.
 * @throws KikuError `question-empty`, `question-too-long`
 */
export function checkMessage(text: string, mostCharacters: number): void {
  if (text.length > mostCharacters) {
    const details = { length: text.length, limit: mostCharacters }
    throw new KikuError('question-too-long', 'The message is too long.', { details })
  }
  if (!/[\p{L}\p{N}\p{S}\p{P}]/u.test(text)) throw new KikuError('question-empty', 'The message is empty.')
}
