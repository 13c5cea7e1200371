import { type Message, turnIdOf } from '../../../domain/message.ts'
import type { InOrder } from '../../common/chat/in-order.ts'
import { withQuote } from '../../common/chat/with-quote.ts'
import type { AnswerDesk, AskedPrivately, AskedQuestion } from '../interact/interaction-desk.ts'
import { authorIdOf, channelLabel, permalinkOf, personLabel, threadIdOf } from '../slack-ids.ts'
import { answerPrivately } from './answer-privately.ts'
import { answerQuestion } from './answer-question.ts'
import { shareAnswer } from './share-answer.ts'
import type { SlackParts } from './slack-parts.ts'

/** Answers that a click or a command asks for. */
export function createAnswerDesk(parts: SlackParts, inOrder: InOrder): AnswerDesk {
  const { host, running } = parts
  const desk: AnswerDesk = {
    async ask(question) {
      const label = channelLabel(question.place.team, question.place.channel)
      const message = await withFirstTime(toQuestion(question, label, parts), parts)
      if ((await host.intake.admit(message)) === 'duplicate') return
      const { place, asker, isDirect, isShared = false } = question
      const ts = question.repeats === undefined ? question.ts : afterClick(question)
      await answerQuestion(
        { message, place, asker, ts, isDirect, files: [], isResumed: false, isShared },
        parts,
        inOrder,
      )
    },
    async askPrivately(question) {
      const message = toQuestion(question, personLabel(question.asker), parts)
      if ((await host.intake.admit(message)) === 'duplicate') return
      await answerPrivately({ message, ...question }, parts)
    },
    running: (turnId) => running.find(turnId),
    stop: (turnId, why) => running.stop(turnId, why),
    stopWhere: (isMeant) => running.stopWhere(isMeant, 'deleted'),
    share: (turnId, by, place) => shareAnswer({ turnId, by, place }, parts, desk),
  }
  return desk
}

/** The timestamp in a click's id (`<ts of the question>~<ts of the click>`), after which the new reply stands. */
function afterClick({ id, ts }: AskedQuestion): string {
  return /~(\d+\.\d+)$/.exec(id)?.[1] ?? ts
}

function toQuestion(
  question: AskedQuestion | AskedPrivately,
  label: string,
  { identity, directory, options: { clock } }: SlackParts,
): Message {
  const { id, place, asker, text, quoted, search, locale, approved } = question
  const name = directory.peekUser(asker.user)?.name
  const isAgain = 'repeats' in question && question.repeats !== undefined
  return {
    id,
    thread: {
      id: threadIdOf(place),
      surface: 'slack',
      workspace: place.team,
      channel: place.channel,
      audience: label,
      createdAt: clock.now(),
    },
    author: { id: authorIdOf(asker), ...(name === undefined ? {} : { displayName: name }) },
    text,
    ...(quoted === undefined ? {} : { promptText: withQuote(text, quoted, locale) }),
    receivedAt: clock.now(),
    audience: { labels: [] },
    search,
    locale,
    addressed: true,
    ...('ts' in question ? { permalink: permalinkOf(identity.url, place, question.ts) } : {}),
    ...(isAgain ? { repeats: question.repeats } : {}),
    ...(approved === undefined ? {} : { approved }),
  }
}

/** What was said after a question that is asked again is no past of it, the question itself least of all. */
async function withFirstTime(message: Message, { host }: SlackParts): Promise<Message> {
  if (message.repeats === undefined) return message
  const question = await host.records.findQuestion(turnIdOf(message))
  return question === undefined ? message : { ...message, askedAt: question.createdAt }
}
