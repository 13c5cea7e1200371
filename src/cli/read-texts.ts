import { KikuError } from '../domain/errors.ts'
import type { InputStream } from './dependencies.ts'

/**
 * Texts from the command's words, or from standard input, a line a text, where there are none. Empty ones are left out.
 * @throws KikuError `question-too-long`, and `misuse` for too many
 */
export async function readTexts(
  words: readonly string[],
  stdin: InputStream,
  most: { readonly characters: number; readonly texts: number },
): Promise<readonly string[]> {
  // Nobody who sits at a terminal and forgot the text knows that a line is waited for.
  const lines = words.length > 0 ? words : stdin.isTTY === true ? [] : await readLines(stdin, most)
  const texts = lines.map((line) => line.trim()).filter((line) => line !== '')
  if (texts.length > most.texts) throw tooMany(most.texts)
  if (texts.some((text) => text.length > most.characters)) throw tooLong(most.characters)
  return texts
}

async function readLines(
  stdin: InputStream,
  most: { readonly characters: number; readonly texts: number },
): Promise<readonly string[]> {
  let text = ''
  stdin.setEncoding('utf8')
  for await (const part of stdin) {
    text += String(part)
    // Stops reading here: the rest of an endless input would only fill memory.
    if (text.length > (most.characters + 2) * most.texts) throw tooLong(most.characters)
  }
  return text.replace(/^\uFEFF/, '').split(/\r\n?|\n/)
}

function tooMany(texts: number): KikuError {
  return new KikuError('misuse', `More than ${texts} texts were given.`, { remedy: 'Give fewer at a time.' })
}

function tooLong(characters: number): KikuError {
  return new KikuError('question-too-long', `A text is longer than ${characters} characters.`, {
    remedy: 'Shorten it, or raise limits.questionCharacters.',
  })
}
