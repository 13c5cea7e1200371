import { KikuError } from '../domain/errors.ts'
import type { InputStream } from './dependencies.ts'

/**
 * The question from the command's words, or from standard input where the only word is `-`.
 * @throws KikuError `question-empty`, `question-too-long`
 */
export async function readQuestion(
  words: readonly string[],
  stdin: InputStream,
  mostCharacters: number,
): Promise<string> {
  const text = words.length === 1 && words[0] === '-' ? await readAll(stdin, mostCharacters) : words.join(' ')
  if (text.trim() === '') {
    throw new KikuError('question-empty', 'The question is empty.', {
      remedy: 'Write it in quotes after the command, such as: kiku ask "How do I add documents?"',
    })
  }
  if (text.length > mostCharacters) throw tooLong(mostCharacters)
  return text
}

async function readAll(stdin: InputStream, mostCharacters: number): Promise<string> {
  let text = ''
  stdin.setEncoding('utf8')
  for await (const part of stdin) {
    text += String(part)
    // Stops reading here: the rest of an endless input would only fill memory.
    if (text.trim().length > mostCharacters) throw tooLong(mostCharacters)
  }
  return text.trim()
}

function tooLong(mostCharacters: number): KikuError {
  return new KikuError('question-too-long', `The question is longer than ${mostCharacters} characters.`, {
    remedy: 'Shorten it, or raise limits.questionCharacters; documents are added with "kiku ingest".',
  })
}
