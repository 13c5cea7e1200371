import type { Audience } from '../domain/audience.ts'
import { answerTurnId } from '../domain/message.ts'
import type { AnswerFacts } from '../ports/conversation-lists.ts'
import type { InsightReport, UnansweredQuestion } from '../ports/insight.ts'
import type { InsightPorts } from './insight-ports.ts'

type Unanswered = Pick<InsightReport, 'unanswered' | 'unansweredElsewhere'>

const MOST_LISTED = 50
const MOST_CHARACTERS = 500
const ANSWER_SUFFIX = answerTurnId('')

/** Collects the last questions without an answer. Texts are read only of threads that the audience may read. */
export function collectUnanswered({ labels }: Audience): {
  add(facts: AnswerFacts): void
  finish(conversations: InsightPorts['conversations'], signal: AbortSignal): Promise<Unanswered>
} {
  const permitted = new Set(labels)
  const listed: AnswerFacts[] = []
  let unansweredElsewhere = 0
  return {
    add(facts) {
      if (facts.kind !== 'abstained') return
      if (!permitted.has(facts.audience)) unansweredElsewhere += 1
      else if (listed.length < MOST_LISTED) listed.push(facts)
    },
    async finish(conversations, signal) {
      const unanswered: UnansweredQuestion[] = []
      for (const { turnId: answerId, surface } of listed) {
        signal.throwIfAborted()
        if (!answerId.endsWith(ANSWER_SUFFIX)) continue
        const turnId = answerId.slice(0, -ANSWER_SUFFIX.length)
        // It may have been forgotten since.
        const question = await conversations.findTurn(turnId)
        if (question !== undefined) {
          unanswered.push({ turnId, text: cutText(question.text), surface, at: question.createdAt })
        }
      }
      return { unanswered, unansweredElsewhere }
    },
  }
}

function cutText(text: string): string {
  if (text.length <= MOST_CHARACTERS) return text
  return `${text.slice(0, MOST_CHARACTERS - 1).replace(/[\ud800-\udbff]$/, '')}…`
}
