import type { Evidence } from '../../../../domain/evidence.ts'
import { withDeadline } from '../../../../domain/with-deadline.ts'
import type { MessageBody } from '../../render/message-body.ts'
import { searchPage } from '../../render/search-page.ts'
import { resolveSuggested } from '../autocomplete/recent-questions.ts'
import { type CommandData, type Interaction, optionOf } from '../interaction.ts'
import { carryText } from '../parts/kept-texts.ts'
import { choosePage, pageIds } from '../parts/list-pages.ts'
import { escapeLine, plainBody } from '../parts/message-parts.ts'
import { placeForPerson } from '../place-here.ts'

/** As many as anybody reads; every page is found anew, out of what may be read by then. */
const MOST_HITS = 25
const HITS_PER_PAGE = 5
const SEARCH_MS = 15_000
const QUERY_CHARACTERS = 100

/** Lists the passages nearest to a query, out of what the person may read, without an answer. */
export async function searchLibrary(command: CommandData, interaction: Interaction): Promise<void> {
  const { words, respond, signal } = interaction
  await respond.defer('ephemeral', signal)
  const query = await resolveSuggested(optionOf(command, 'query').trim(), interaction)
  if (query === undefined) return await respond.say(plainBody(words.answers.gone), signal)
  await respond.say(await findPage({ query, page: 0 }, interaction), signal)
}

export interface WantedHits {
  readonly query: string
  /** From 0. */
  readonly page: number
  /** The query as buttons carry it, where one did. */
  readonly carried?: string
}

/** One page of what is found. */
export async function findPage({ query, page, carried }: WantedHits, interaction: Interaction): Promise<MessageBody> {
  const { words, locale } = interaction
  const hits = await search(query, interaction)
  if (hits.length === 0) return plainBody(words.search.nothing(escapeLine(query, QUERY_CHARACTERS)))
  const chosen = choosePage(hits, page, HITS_PER_PAGE)
  const list = { list: 'search', page: chosen.page, carried: carried ?? (await carryText(query, interaction)) } as const
  return searchPage(chosen.items, {
    query,
    page: chosen.page + 1,
    pages: chosen.pages,
    first: chosen.page * HITS_PER_PAGE + 1,
    locale,
    ...pageIds(list, chosen.pages),
  })
}

async function search(query: string, interaction: Interaction): Promise<readonly Evidence[]> {
  const { desk, person, signal } = interaction
  if (query === '') return []
  return await withDeadline({ signal, timeoutMs: SEARCH_MS, what: 'search' }, async (within) => {
    const place = await placeForPerson({ ...interaction, signal: within })
    const audience = await desk.audiences.forPerson(person.id, place, within)
    return await desk.host.library.search({ text: query, audience, limit: MOST_HITS }, within)
  })
}
