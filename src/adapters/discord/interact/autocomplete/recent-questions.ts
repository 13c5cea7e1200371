import type { Turn } from '../../../../domain/thread.ts'
import { cleanLine } from '../../../common/chat/clean-text.ts'
import type { Choice } from '../../api/interaction-api.ts'
import { authorIdOf, parseThreadId, parseTurnId } from '../../discord-ids.ts'
import type { Interaction } from '../interaction.ts'
import { isQuotedPlace } from '../menus/quoted-place.ts'
import { isWrittenBy } from '../people.ts'

/** Discord's limit of what a choice shows, and of what it stands for. */
export const CHOICE_CHARACTERS = 100
export const MOST_CHOICES = 25
const QUESTIONS_READ = 50
/** A question too long for a choice is named by its turn: sent cut, it would be another question. */
const REFERENCE = 'kiku-question:'

/** A person's own questions, the last ones first, each once, of which a part has been typed. */
export async function findRecent(typed: string, interaction: Interaction): Promise<readonly Turn[]> {
  const { desk, person } = interaction
  const recent = await desk.host.records.listRecent(authorIdOf(person.id), QUESTIONS_READ)
  const wanted = fold(typed)
  const seen = new Set<string>()
  return recent
    .map(({ question }) => question)
    .filter(({ text }) => {
      const folded = fold(text)
      if (cleanLine(folded, 1) === '' || seen.has(folded) || !folded.includes(wanted)) return false
      seen.add(folded)
      return true
    })
    .slice(0, MOST_CHOICES)
}

/** As choices that stand for the whole question. Those about messages of others mean nothing without them. */
export function questionChoices(questions: readonly Turn[]): readonly Choice[] {
  return questions.filter(isWholeAlone).map(({ id, text }) => {
    const name = cleanLine(text, CHOICE_CHARACTERS)
    const isWhole = text.length <= CHOICE_CHARACTERS
    return { name, value: isWhole ? text : `${REFERENCE}${id}` }
  })
}

/** As choices that stand for the turn. */
export function turnChoices(questions: readonly Turn[]): readonly Choice[] {
  return questions.map(({ id, text }) => ({ name: cleanLine(text, CHOICE_CHARACTERS), value: id }))
}

/**
 * What was asked, where a choice stands for a longer question. Of others' questions nobody learns a word.
 * @returns undefined when that question is not kept any more, or is not this person's
 */
export async function resolveSuggested(value: string, { desk, person }: Interaction): Promise<string | undefined> {
  const turnId = value.startsWith(REFERENCE) ? value.slice(REFERENCE.length) : ''
  if (parseTurnId(turnId) === undefined) return value
  const question = await desk.host.records.findQuestion(turnId)
  return question !== undefined && isWrittenBy(question.author.id, person.id) ? question.text : undefined
}

function isWholeAlone({ threadId }: Turn): boolean {
  const place = parseThreadId(threadId)
  return place !== undefined && !isQuotedPlace(place)
}

/** Capitals and full-width letters make no difference. */
export function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase().trim()
}
