import { sourcesPage } from '../commands/list-sources.ts'
import { findPage } from '../commands/search-library.ts'
import type { Interaction } from '../interaction.ts'
import { readCarried } from '../parts/kept-texts.ts'
import { parsePage } from '../parts/list-pages.ts'
import { plainBody } from '../parts/message-parts.ts'

/** Shows another page of a list, which is worked out anew. */
export async function turnPage(rest: string, interaction: Interaction): Promise<void> {
  const { words, respond, signal } = interaction
  const wanted = parsePage(rest)
  if (wanted === undefined) return await respond.say(plainBody(words.stale.button), signal)
  await respond.deferUpdate(signal)
  const { list, page, carried } = wanted
  const text = await readCarried(carried, interaction)
  if (text === undefined) return await respond.update(plainBody(words.lists.expired), signal)
  const body =
    list === 'search'
      ? await findPage({ query: text, page, carried }, interaction)
      : await sourcesPage({ filter: text, page, carried }, interaction)
  await respond.update(body, signal)
}
