import { KikuError } from '../../../../domain/errors.ts'
import type { ConversedTurn } from '../api-parts.ts'
import { ApiProblem } from '../problems/api-problem.ts'
import type { ChatCompletionBody } from '../schemas/openai.ts'
import { wellFormed } from '../well-formed.ts'
import { withoutSources } from './list-sources.ts'

type ChatMessage = ChatCompletionBody['messages'][number]

export interface ReadConversation {
  readonly text: string
  readonly turns: readonly ConversedTurn[]
}

/** Turns before the question that are handed on; the pipeline looks at fewer. */
const MOST_TURNS = 40

/**
 * The question of a conversation and what was said before it. Instructions of clients and what their tools said are left
 * out: those would be obeyed, or believed, beside what Kiku looks up itself.
 * @throws ApiProblem `request-invalid`, `parameter-unsupported`; KikuError `question-too-long`, `question-empty`
 */
export function readConversation(messages: readonly ChatMessage[], questionCharacters: number): ReadConversation {
  const last = messages.findLastIndex(({ role }) => role === 'user')
  const question = messages[last]
  if (question === undefined) throw new ApiProblem('request-invalid', { errors: [{ path: 'messages', message: '' }] })
  if (holdsMore(question))
    throw new ApiProblem('parameter-unsupported', { errors: [{ path: 'messages', message: '' }] })
  const text = textOf(question)
  if (text.trim() === '') throw new KikuError('question-empty', 'The question is empty.')
  if (text.length > questionCharacters) {
    const details = { length: text.length, limit: questionCharacters }
    throw new KikuError('question-too-long', 'The question is too long.', { details })
  }
  const turns = messages.slice(0, last).flatMap((message): ConversedTurn[] => {
    const { role } = message
    if (role !== 'user' && role !== 'assistant') return []
    const said = role === 'assistant' ? withoutSources(textOf(message)) : textOf(message)
    // What is longer than a question may be is context for no one.
    return said.trim() === '' ? [] : [{ role, text: wellFormed(said.slice(0, questionCharacters)) }]
  })
  return { text, turns: turns.slice(-MOST_TURNS) }
}

/** @throws ApiProblem `parameter-unsupported` for what would change the answer, and which Kiku cannot do */
export function checkParameters({ n, response_format, tool_choice, modalities }: ChatCompletionBody): void {
  const isText = (modalities ?? []).every((modality) => modality === 'text')
  const asked = [
    ['n', (n ?? 1) === 1],
    ['response_format', (response_format?.type ?? 'text') === 'text'],
    ['tool_choice', tool_choice == null || tool_choice === 'auto' || tool_choice === 'none'],
    ['modalities', isText],
  ] as const
  const refused = asked.find(([, isFine]) => !isFine)
  if (refused !== undefined)
    throw new ApiProblem('parameter-unsupported', { errors: [{ path: refused[0], message: '' }] })
}

function textOf({ content }: ChatMessage): string {
  if (typeof content === 'string') return wellFormed(content)
  return wellFormed((content ?? []).flatMap(({ type, text = '' }) => (type === 'text' ? [text] : [])).join('\n'))
}

/** Pictures and sounds. */
function holdsMore({ content }: ChatMessage): boolean {
  return Array.isArray(content) && content.some(({ type }) => type !== 'text')
}
