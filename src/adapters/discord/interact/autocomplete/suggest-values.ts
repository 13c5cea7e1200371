import { toKikuError } from '../../../../domain/errors.ts'
import { withDeadline } from '../../../../domain/with-deadline.ts'
import { cleanLine } from '../../../common/chat/clean-text.ts'
import type { Choice } from '../../api/interaction-api.ts'
import { COMMANDS } from '../commands/definitions.ts'
import { nameSource } from '../commands/name-source.ts'
import type { AutocompleteData, Interaction } from '../interaction.ts'
import { placeForPerson } from '../place-here.ts'
import { CHOICE_CHARACTERS, findRecent, fold, MOST_CHOICES, questionChoices, turnChoices } from './recent-questions.ts'

/** Leaves enough of Discord's three seconds to answer, and people type on. */
const SUGGEST_MS = 1_500

/** Suggests what a person may mean while they type; nothing where that cannot be found out in time. */
export async function suggestValues(typed: AutocompleteData, interaction: Interaction): Promise<void> {
  const { desk, respond, signal } = interaction
  let choices: readonly Choice[] = []
  try {
    choices = await withDeadline({ signal, timeoutMs: SUGGEST_MS, what: 'suggestions' }, (within) =>
      findChoices(typed, { ...interaction, signal: within }),
    )
  } catch (thrown) {
    desk.telemetry.debug('discord-suggestions-failed', { code: toKikuError(thrown).code })
  }
  await respond.suggest(choices.slice(0, MOST_CHOICES), signal)
}

async function findChoices({ name, focused }: AutocompleteData, interaction: Interaction): Promise<readonly Choice[]> {
  switch (`${name} ${focused.name}`) {
    case `${COMMANDS.ask} question`:
    case `${COMMANDS.search} query`:
      return questionChoices(await findRecent(focused.value, interaction))
    case `${COMMANDS.feedback} answer`:
      return turnChoices(await findRecent(focused.value, interaction))
    case `${COMMANDS.sources} filter`:
      return await findSourceNames(focused.value, interaction)
    default:
      return []
  }
}

async function findSourceNames(typed: string, interaction: Interaction): Promise<readonly Choice[]> {
  const { desk, person, signal } = interaction
  const audience = await desk.audiences.forPerson(person.id, await placeForPerson(interaction), signal)
  const sources = await desk.host.library.listSources(audience)
  const names = sources.map((source) => cleanLine(nameSource(source, desk.directory), CHOICE_CHARACTERS))
  const fitting = [...new Set(names)].filter((name) => name !== '' && fold(name).includes(fold(typed)))
  return fitting.map((name) => ({ name, value: name }))
}
