import type { SourceSummary } from '../../../../ports/store.ts'
import { describeAge } from '../../../common/chat/describe-age.ts'
import { nameLocation } from '../../../common/chat/name-location.ts'
import { chatWords } from '../../../common/chat/words.ts'
import type { DiscordDirectory } from '../../directory/directory.ts'
import { layOutTexts } from '../../render/laid-out.ts'
import { linkTitle } from '../../render/link-title.ts'
import type { MessageBody } from '../../render/message-body.ts'
import type { DiscordWords } from '../../words/discord-words.ts'
import { choosePage, pageIds } from '../parts/list-pages.ts'
import { button, escapeLine, row } from '../parts/message-parts.ts'
import { nameSource } from './name-source.ts'

const SOURCES_PER_PAGE = 6
const ROOM_AROUND = 300
/** How much of a source is shown: less where addresses and escaped marks take the room. The last fits whatever comes. */
const ROOMS = [
  { title: 100, address: 300, failure: 80 },
  { title: 60, address: 100, failure: 30 },
  { title: 30, address: 0, failure: 15 },
] as const
type Room = (typeof ROOMS)[number]

export interface SourcesView {
  /** From 0. */
  readonly page: number
  readonly carried: string
  /** Epoch milliseconds. */
  readonly now: number
  readonly locale: 'en' | 'ja'
}

/** Sources with how much is in them and how fresh it is, page by page. */
export function sourceList(
  sources: readonly SourceSummary[],
  view: SourcesView,
  words: DiscordWords,
  directory: Pick<DiscordDirectory, 'peekChannel'>,
): MessageBody {
  const { page, pages, items } = choosePage(sources, view.page, SOURCES_PER_PAGE)
  const common = chatWords(view.locale)
  const { previous, next } = pageIds({ list: 'sources', page, carried: view.carried }, pages)
  const buttons = [
    ...(previous === undefined ? [] : [button({ id: previous, label: `◀ ${common.previousPage}` })]),
    ...(next === undefined ? [] : [button({ id: next, label: `${common.nextPage} ▶` })]),
  ]
  const footer = [...(pages > 1 ? [common.pageOf(page + 1, pages)] : []), words.sources.onlyYours].join(' · ')
  const describe = (source: SourceSummary, room: Room) =>
    describeSource(source, nameSource(source, directory), { ...view, words, room })
  const write = (most: number) => [
    `### ${words.sources.heading}`,
    ...chooseRoom(items, describe, most - ROOM_AROUND),
    `-# ${footer}`,
  ]
  return layOutTexts({ write, components: buttons.length === 0 ? [] : [row(...buttons)] })
}

function chooseRoom(
  sources: readonly SourceSummary[],
  describe: (source: SourceSummary, room: Room) => string,
  most: number,
): readonly string[] {
  let written: readonly string[] = []
  for (const room of ROOMS) {
    written = sources.map((source) => describe(source, room))
    if (written.reduce((sum, text) => sum + text.length + 1, 0) <= most) break
  }
  return written
}

interface Description extends SourcesView {
  readonly words: DiscordWords
  readonly room: Room
}

function describeSource(
  { kind, location, documents, items, refreshedAt, failures }: SourceSummary,
  name: string,
  { now, locale, words, room }: Description,
): string {
  const age =
    refreshedAt === undefined
      ? words.sources.neverRefreshed
      : words.sources.refreshed(describeAge(now - refreshedAt, locale))
  const shown = kind === 'url' ? linkTitle(name, location, room) : escapeLine(name, room.title)
  const [failure] = failures
  const failed = failure === undefined ? '' : escapeLine(nameLocation(failure.location), room.failure)
  return [
    `**${words.sources.kind[kind]}**${shown === '' ? '' : ` ${shown}`}`,
    `-# ${words.sources.counts(documents, items)} · ${age}`,
    ...(failure === undefined ? [] : [`-# ${words.sources.failures(failures.length, failed)}`]),
  ].join('\n')
}
