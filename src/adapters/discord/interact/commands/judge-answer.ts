import type { Turn } from '../../../../domain/thread.ts'
import { authorIdOf, parseThreadId } from '../../discord-ids.ts'
import { findRecent, fold } from '../autocomplete/recent-questions.ts'
import { keepFeedback } from '../handlers/give-feedback.ts'
import { type CommandData, type Interaction, optionOf } from '../interaction.ts'
import { escapeLine, plainBody } from '../parts/message-parts.ts'
import { isWrittenBy } from '../people.ts'
import { readingChannelHere } from '../place-here.ts'

const QUESTION_CHARACTERS = 200
const QUESTIONS_READ = 50

/** Keeps what a person thinks of an answer to a question of theirs: the one named, else the last one, here if possible. */
export async function judgeAnswer(command: CommandData, interaction: Interaction): Promise<void> {
  const { words, respond, signal } = interaction
  await respond.defer('ephemeral', signal)
  const named = optionOf(command, 'answer').trim()
  const question = named === '' ? await findLast(interaction) : await findNamed(named, interaction)
  if (question === undefined) {
    const { noQuestion, unknownQuestion } = words.verdict
    return await respond.say(plainBody(named === '' ? noQuestion : unknownQuestion), signal)
  }
  const isHelpful = optionOf(command, 'verdict') === 'up'
  const reason = optionOf(command, 'reason').trim()
  const verdict = { turnId: question.id, verdict: isHelpful ? 'up' : 'down' } as const
  await keepFeedback(reason === '' ? verdict : { ...verdict, reason }, interaction)
  const shown = escapeLine(question.text, QUESTION_CHARACTERS)
  await respond.say(plainBody(words.verdict[isHelpful ? 'helpful' : 'notHelpful'](shown)), signal)
}

async function findLast(interaction: Interaction): Promise<Turn | undefined> {
  const { desk, person, where } = interaction
  const [recent, channel] = await Promise.all([
    desk.host.records.listRecent(authorIdOf(person.id), QUESTIONS_READ),
    readingChannelHere(interaction),
  ])
  const isHere = ({ threadId }: Turn) => {
    const place = parseThreadId(threadId)
    return place?.guild === where.guild && place.channel === channel
  }
  const questions = recent.map(({ question }) => question)
  return questions.find(isHere) ?? questions[0]
}

/** By its turn, as suggestions name it, or by its words. */
async function findNamed(named: string, interaction: Interaction): Promise<Turn | undefined> {
  const { desk, person } = interaction
  const byTurn = await desk.host.records.findQuestion(named)
  if (byTurn !== undefined) {
    const isOwn = isWrittenBy(byTurn.author.id, person.id)
    const isAnswered = isOwn && (await desk.host.records.findAnswer(named)) !== undefined
    return isAnswered ? byTurn : undefined
  }
  const alike = await findRecent(named, interaction)
  return alike.find(({ text }) => fold(text) === fold(named)) ?? (alike.length === 1 ? alike[0] : undefined)
}
