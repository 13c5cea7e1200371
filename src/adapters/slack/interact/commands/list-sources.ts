import type { types } from '@slack/bolt'
import { withDeadline } from '../../../../domain/with-deadline.ts'
import type { SourceSummary } from '../../../../ports/store.ts'
import { describeAge } from '../../../common/chat/describe-age.ts'
import { nameLocation } from '../../../common/chat/name-location.ts'
import type { SlackWords } from '../../words/slack-words.ts'
import { context, cutLine, escapeText, header, linkTo, section } from '../block-parts.ts'
import type { Interaction } from '../interaction.ts'
import { placeOutsideThreads } from '../people.ts'

const LIST_MS = 15_000
const MOST_SOURCES = 30

/** Says what Kiku can read for a person here, how fresh that is, and what could not be read. */
export async function listSources(channel: string, interaction: Interaction): Promise<void> {
  const { desk, person, locale, words, voice, signal } = interaction
  const sources = await withDeadline({ signal, timeoutMs: LIST_MS, what: 'list of sources' }, async (within) => {
    const place = placeOutsideThreads(desk.identity.team, channel)
    return await desk.host.library.listSources(await desk.audiences.forPerson(person.user, place, within))
  })
  if (sources.length === 0) return await voice.say({ text: words.sources.nothing }, signal)
  const view = { now: desk.clock.now(), locale, words }
  await voice.say({ text: words.sources.heading, blocks: sourceBlocks(sources, view) }, signal)
}

interface View {
  readonly now: number
  readonly locale: 'en' | 'ja'
  readonly words: SlackWords
}

function sourceBlocks(sources: readonly SourceSummary[], view: View): types.KnownBlock[] {
  const { words } = view
  const rest = sources.length - MOST_SOURCES
  return [
    header(words.sources.heading),
    ...sources.slice(0, MOST_SOURCES).map((source) => section(describeSource(source, view))),
    ...(rest > 0 ? [section(words.sources.more(rest))] : []),
    context(words.sources.onlyYours),
  ]
}

function describeSource(source: SourceSummary, { now, locale, words }: View): string {
  const age =
    source.refreshedAt === undefined
      ? words.sources.neverRefreshed
      : words.sources.refreshed(describeAge(now - source.refreshedAt, locale))
  const name = nameSource(source)
  const lines = [
    name === '' ? `*${words.sources.kind[source.kind]}*` : `*${words.sources.kind[source.kind]}* ${name}`,
    `${words.sources.counts(source.documents, source.items)} · ${age}`,
  ]
  const [failure] = source.failures
  if (failure === undefined) return lines.join('\n')
  const first = escapeText(cutLine(nameLocation(failure.location), 100))
  return [...lines, words.sources.failures(source.failures.length, first)].join('\n')
}

/** @returns nothing for the handbook, whose place on the disk says nothing */
function nameSource({ kind, location }: SourceSummary): string {
  switch (kind) {
    case 'handbook':
      return ''
    case 'channel':
      // A channel reference shows its name to those who may see it, and nothing to others.
      return /^[CGD][A-Z0-9]+$/.test(location) ? `<#${location}>` : escapeText(cutLine(location, 100))
    case 'url':
      return linkTo(location, nameLocation(location))
    case 'file':
    case 'folder':
      return escapeText(cutLine(nameLocation(location), 100))
  }
}
