import { layOut } from '../../api/to-wire-body.ts'
import type { MessageBody } from '../../render/message-body.ts'
import { sourcesPage } from '../commands/list-sources.ts'
import { findPage } from '../commands/search-library.ts'
import type { Interaction } from '../interaction.ts'
import { readCarried } from '../parts/kept-texts.ts'
import { type ListPage, parsePage } from '../parts/list-pages.ts'
import { plainBody } from '../parts/message-parts.ts'

/** Shows another page of a list, which is worked out anew. */
export async function turnPage(rest: string, interaction: Interaction): Promise<void> {
  const { words, respond, signal } = interaction
  const wanted = parsePage(rest)
  if (wanted === undefined) return await respond.say(plainBody(words.stale.button), signal)
  await respond.deferUpdate(signal)
  const { list, page, carried } = wanted
  const text = await readCarried(carried, interaction)
  const body =
    text === undefined ? plainBody(words.lists.expired) : await showPage({ list, page, carried, text }, interaction)
  // The list was laid out, and there may be nothing left to list.
  await respond.update(body.kind === 'plain' ? layOut(body) : body, signal)
}

function showPage(
  { list, page, carried, text }: ListPage & { readonly text: string },
  interaction: Interaction,
): Promise<MessageBody> {
  switch (list) {
    case 'search':
      return findPage({ query: text, page, carried }, interaction)
    case 'sources':
      return sourcesPage({ filter: text, page, carried }, interaction)
  }
}
