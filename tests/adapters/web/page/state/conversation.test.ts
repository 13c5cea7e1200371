import { describe, expect, it } from 'vitest'
import {
  type Conversation,
  type ConversationChange,
  changeConversation,
  isAnswering,
} from '../../../../../src/adapters/web/page/state/conversation.ts'
import { answerWith, evidenceAt } from '../../../../fakes/web-page/answer-fixtures.ts'

const empty: Conversation = { key: 'c', title: '', exchanges: [], load: { kind: 'ready' } }
const play = (changes: readonly ConversationChange[], from = empty) => changes.reduce(changeConversation, from)
const asked: ConversationChange = { kind: 'asked', exchange: 'e', question: 'When?', at: 7 }
const answer = answerWith({ text: 'Then.' })
const answered: ConversationChange = {
  kind: 'advanced',
  exchange: 'e',
  steps: [
    { kind: 'evidence', evidence: [evidenceAt(1)], found: 1 },
    { kind: 'done', answer },
  ],
}

describe('a conversation', () => {
  it('takes the first question for its title and waits for the answer', () => {
    const conversation = play([asked, { kind: 'begun', exchange: 'e', threadId: 't', turnId: 'u' }])

    expect(conversation).toMatchObject({ title: 'When?', threadId: 't' })
    expect(conversation.exchanges).toMatchObject([{ turnId: 'u', question: 'When?', stream: { phase: 'working' } }])
    expect(isAnswering(conversation)).toBe(true)
  })

  it('keeps answer and evidence once the answer has ended', () => {
    const conversation = play([asked, answered])

    expect(conversation.exchanges[0]).toMatchObject({ answer, evidence: [{ key: 1 }] })
    expect(conversation.exchanges[0]?.stream).toBeUndefined()
    expect(isAnswering(conversation)).toBe(false)
  })

  it('lets the first answer stand where a second one is stopped, and shows it while a second one fails', () => {
    const again = play([asked, answered, { kind: 'asked-again', exchange: 'e' }])

    const stopped = play([{ kind: 'advanced', exchange: 'e', steps: [{ kind: 'stopped' }] }], again)
    expect(stopped.exchanges[0]).toMatchObject({ answer })
    expect(stopped.exchanges[0]?.stream).toBeUndefined()
  })

  it('forgets the verdict on an answer that another one has replaced', () => {
    const judged = play([asked, answered, { kind: 'edited', exchange: 'e', change: { feedback: 'down' } }])

    const replaced = play([{ kind: 'asked-again', exchange: 'e' }, answered], judged)

    expect(judged.exchanges[0]?.feedback).toBe('down')
    expect(replaced.exchanges[0]?.feedback).toBeUndefined()
  })

  it('takes a verdict back that could not be handed in', () => {
    const judged = play([asked, answered, { kind: 'edited', exchange: 'e', change: { feedback: 'up' } }])

    const lost = play([{ kind: 'feedback-lost', exchange: 'e', before: undefined }], judged)

    expect(lost.exchanges[0]).not.toHaveProperty('feedback')
  })

  it('reads a thread as the server keeps it', () => {
    const thread = {
      id: 't',
      title: 'Old',
      exchanges: [{ turnId: 'u', question: 'q', at: 1, answer, feedback: 'up' as const }],
    }

    const conversation = play([{ kind: 'loaded', thread }], { ...empty, load: { kind: 'loading' } })

    expect(conversation).toMatchObject({ threadId: 't', title: 'Old', load: { kind: 'ready' } })
    expect(conversation.exchanges).toMatchObject([{ key: 'u', turnId: 'u', answer, feedback: 'up' }])
  })
})
