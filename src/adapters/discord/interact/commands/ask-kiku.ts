import type { SearchMode } from '../../../../domain/message.ts'
import { resolveSuggested } from '../autocomplete/recent-questions.ts'
import { type CommandData, type Interaction, optionOf } from '../interaction.ts'
import { plainBody } from '../parts/message-parts.ts'
import { targetHere } from '../target-here.ts'

const SEARCHES: readonly string[] = ['auto', 'always', 'never'] satisfies readonly SearchMode[]

/** Answers the question of a command: for all who read here, or for the asker alone. */
export async function askKiku(command: CommandData, interaction: Interaction): Promise<void> {
  const { desk, ref, person, where, locale, words, respond, signal } = interaction
  const asked = optionOf(command, 'question').trim()
  if (asked === '' && command.files.length === 0) {
    return await respond.say(plainBody(words.failure('question-empty', {})), signal)
  }
  const isPrivate = isForAskerAlone(command, interaction)
  await respond.defer(isPrivate ? 'ephemeral' : 'public', signal)
  const [text, place] = await Promise.all([
    resolveSuggested(asked, interaction),
    desk.answers.placeFor(where, ref.id, isPrivate, signal),
  ])
  if (text === undefined) return await respond.say(plainBody(words.answers.gone), signal)
  const search = readSearch(optionOf(command, 'search'))
  const target = targetHere(isPrivate, interaction)
  await desk.answers.ask({ id: ref.id, place, asker: person, text, search, locale, target, files: command.files })
}

/** Where Kiku is not a member, it was brought along by one person, and the others did not ask for it. */
function isForAskerAlone(command: CommandData, { where }: Interaction): boolean {
  switch (optionOf(command, 'private')) {
    case 'yes':
    case 'true':
      return true
    case 'no':
    case 'false':
      return false
    default:
      return where.context === 'elsewhere'
  }
}

function readSearch(value: string): SearchMode {
  return isSearchMode(value) ? value : 'auto'
}

function isSearchMode(value: string): value is SearchMode {
  return SEARCHES.includes(value)
}
