import { randomUUID } from 'node:crypto'
import { chatWords } from './words.ts'

/**
 * What a question is for the model when it is about messages of others: the asker's words, then the messages between two
 * lines that nobody could foresee, so that what stands there can neither end the quotation nor pass for the asker's words.
 */
export function withQuote(
  text: string,
  quoted: string,
  locale: 'en' | 'ja',
  createBoundary: () => string = () => randomUUID().slice(0, 8),
): string {
  if (quoted === '') return text
  const boundary = createBoundary()
  const lines = [`<<<quotation ${boundary} begins>>>`, quoted, `<<<quotation ${boundary} ends>>>`]
  return [text, '', chatWords(locale).quoting(boundary), ...lines].join('\n')
}
