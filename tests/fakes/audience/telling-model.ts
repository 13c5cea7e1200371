import { promptOf, purposeOf } from '../journey-model.ts'
import type { ScriptedChat, WireChatBody } from '../ollama-wire.ts'
import { QUESTION_NAME } from './words.ts'

const SOURCE = /<<<source (\d+) \w+>>>([\s\S]*?)<<<end/g
const STATEMENT = /The code of \w+ is \w+\.|\w+の合言葉は\w+です。/g
const KEY = /\bkey(?:[a-z]{2}){3}\b/g
const LATE_MS = 300

export const tellingAll = createTellingModel({ lateOf: 4 })

/**
 * A model that tells everything it was told, so that whatever reaches a prompt reaches the reply.
 * @param about `lateOf`: of so many answers one takes long
 */
export function createTellingModel({ lateOf }: { readonly lateOf: number }): (body: WireChatBody) => ScriptedChat {
  return (body) => {
    const prompt = promptOf(body)
    switch (purposeOf(body)) {
      case 'route':
        return { content: '<RET>' }
      case 'rewrite':
        return { content: rewrite(prompt) }
      case 'tools':
        return { content: 'DONE' }
      case 'answer': {
        const isLate = prompt.length % lateOf === 0
        return { content: answer(prompt), beforePiece: (at) => pause(at === 3 && isLate ? LATE_MS : 0) }
      }
    }
  }
}

/** Asks for all that was ever spoken of in the conversation. */
function rewrite(prompt: string): string {
  const keys = [...new Set(prompt.match(KEY))].slice(-8)
  const name = prompt.match(QUESTION_NAME)?.at(-1)
  return `What is the code of ${keys.join(' and ')}? (${name})`
}

function answer(prompt: string): string {
  const told = [...prompt.matchAll(SOURCE)].flatMap(([, number, text = '']) =>
    [...(text.match(STATEMENT) ?? [])].map(
      (statement) => `${statement.slice(0, -1)} [${number}]${statement.slice(-1)}`,
    ),
  )
  const heard = prompt.replaceAll(SOURCE, '').match(STATEMENT) ?? []
  return [...told, ...heard].join(' ') || 'I do not know.'
}

function pause(milliseconds: number): Promise<void> {
  return milliseconds === 0 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, milliseconds))
}
