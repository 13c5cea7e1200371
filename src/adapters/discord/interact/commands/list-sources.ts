import { withDeadline } from '../../../../domain/with-deadline.ts'
import type { SourceSummary } from '../../../../ports/store.ts'
import type { MessageBody } from '../../render/message-body.ts'
import { fold } from '../autocomplete/recent-questions.ts'
import { type CommandData, type Interaction, optionOf } from '../interaction.ts'
import { carryText } from '../parts/kept-texts.ts'
import { escapeLine, plainBody } from '../parts/message-parts.ts'
import { placeForPerson } from '../place-here.ts'
import { nameSource } from './name-source.ts'
import { sourceList } from './source-list.ts'

const LIST_MS = 15_000
const FILTER_CHARACTERS = 100

/** Says what Kiku can read for a person here, how fresh that is, and what could not be read. */
export async function listSources(command: CommandData, interaction: Interaction): Promise<void> {
  const { respond, signal } = interaction
  await respond.defer('ephemeral', signal)
  const filter = optionOf(command, 'filter').trim()
  await respond.say(await sourcesPage({ filter, page: 0 }, interaction), signal)
}

/** One page of the list. @param page from 0 */
export async function sourcesPage(
  { filter, page, carried }: { readonly filter: string; readonly page: number; readonly carried?: string },
  interaction: Interaction,
): Promise<MessageBody> {
  const { desk, words, locale } = interaction
  const all = await readSources(interaction)
  if (all.length === 0) return plainBody(words.sources.nothing)
  const sources = all.filter((source) => isLike(source, filter, interaction))
  if (sources.length === 0) return plainBody(words.lists.noSourceLike(escapeLine(filter, FILTER_CHARACTERS)))
  const view = { page, carried: carried ?? (await carryText(filter, interaction)), now: desk.clock.now(), locale }
  return sourceList(sources, view, words, desk.directory)
}

async function readSources(interaction: Interaction): Promise<readonly SourceSummary[]> {
  const { desk, person, signal } = interaction
  return await withDeadline({ signal, timeoutMs: LIST_MS, what: 'list of sources' }, async (within) => {
    const place = await placeForPerson({ ...interaction, signal: within })
    return await desk.host.library.listSources(await desk.audiences.forPerson(person.id, place, within))
  })
}

function isLike(source: SourceSummary, filter: string, { desk, words }: Interaction): boolean {
  const names = [nameSource(source, desk.directory), words.sources.kind[source.kind]]
  // A suggestion that was too long ends in the mark of what was left out.
  const wanted = fold(filter.replace(/…$/, ''))
  return names.some((name) => fold(name).includes(wanted))
}
