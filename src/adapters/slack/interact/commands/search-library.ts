import type { types } from '@slack/bolt'
import type { Evidence } from '../../../../domain/evidence.ts'
import { withDeadline } from '../../../../domain/with-deadline.ts'
import { nameLocation } from '../../../common/chat/name-location.ts'
import type { SlackWords } from '../../words/slack-words.ts'
import { context, cutLine, escapeText, linkTo, section } from '../block-parts.ts'
import type { Interaction } from '../interaction.ts'
import { placeOutsideThreads } from '../people.ts'

const MOST_HITS = 8
const SEARCH_MS = 15_000
const SNIPPET_CHARACTERS = 240

/** Lists the passages nearest to a query, out of what the person may read, without an answer. */
export async function searchLibrary(
  { channel, query }: { readonly channel: string; readonly query: string },
  { desk, person, words, voice, signal }: Interaction,
): Promise<void> {
  const hits = await withDeadline({ signal, timeoutMs: SEARCH_MS, what: 'search' }, async (within) => {
    const place = placeOutsideThreads(desk.identity.team, channel)
    const audience = await desk.audiences.forPerson(person.user, place, within)
    return await desk.host.library.search({ text: query, audience, limit: MOST_HITS }, within)
  })
  const shown = escapeText(cutLine(query, 100))
  if (hits.length === 0) return await voice.say({ text: words.search.nothing(shown) }, signal)
  const text = words.search.heading(shown, hits.length)
  await voice.say({ text, blocks: hitBlocks(text, hits, words) }, signal)
}

function hitBlocks(heading: string, hits: readonly Evidence[], words: SlackWords): types.KnownBlock[] {
  return [section(heading), ...hits.map(hitBlock), context(words.search.onlyYou)]
}

function hitBlock(hit: Evidence, index: number): types.KnownBlock {
  const title = hit.title === '' ? nameLocation(hit.location) : hit.title
  const snippet = escapeText(cutLine(withoutMarks(hit.text), SNIPPET_CHARACTERS))
  return section(`*${index + 1}.* ${linkTo(hit.location, title)}\n${snippet}`)
}

/** Markdown's marks say nothing in a snippet, and mrkdwn would make something else of them. */
function withoutMarks(markdown: string): string {
  return markdown
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/^\s{0,3}(#{1,6}|>|[-*+]|\d+\.)\s+/gm, '')
    .replace(/[`*_~|]+/g, ' ')
}
