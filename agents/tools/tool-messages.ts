import { neutraliseText } from '../../src/answer/neutralise-text.ts'
import type { Question } from '../../src/answer/question.ts'
import { shortenText } from '../../src/answer/shorten-text.ts'
import type { ChatMessage } from '../../src/ports/chat-model.ts'
import type { PromptLibrary } from '../../src/ports/prompt-library.ts'

const TURNS = 4
const TURN_TOKENS = 200

/** What the model is told before it chooses tools. */
export function toMessages(
  { language, original, text, turns, askedAt }: Question,
  boundary: string,
  { prompts }: { readonly prompts: PromptLibrary },
): readonly ChatMessage[] {
  const lines = turns.slice(-TURNS).map(({ role, text: said }) => {
    return `${role === 'user' ? 'User' : 'Kiku'}: ${shortenText(neutraliseText(said, boundary), TURN_TOKENS).replace(/\s+/g, ' ')}`
  })
  const question = neutraliseText(original === text ? original : `${original}\n(= ${text})`, boundary)
  const now = new Date(askedAt).toISOString()
  return prompts.render('use-tools', language, { now, boundary, conversation: lines.join('\n'), question })
}
