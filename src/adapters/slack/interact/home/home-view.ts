import type { types } from '@slack/bolt'
import type { Source } from '../../../../domain/document.ts'
import type { Turn } from '../../../../domain/thread.ts'
import type { SourceSummary } from '../../../../ports/store.ts'
import { describeAge } from '../../../common/chat/describe-age.ts'
import { parseThreadId, permalinkOf } from '../../slack-ids.ts'
import type { SlackWords } from '../../words/slack-words.ts'
import { ACTIONS } from '../action-ids.ts'
import { context, cutLine, escapeText, header, linkTo, plain, section } from '../block-parts.ts'
import { forgetButton } from '../commands/offer-forgetting.ts'
import { helpBlocks } from '../commands/show-help.ts'
import { isTimestamp, parseTurnId } from '../people.ts'
import type { Language } from './choose-language.ts'

export interface Home {
  readonly sources: readonly SourceSummary[]
  readonly recent: readonly Turn[]
  readonly language: Language
  readonly locale: 'en' | 'ja'
  readonly words: SlackWords
  /** Epoch milliseconds. */
  readonly now: number
  readonly team: string
  readonly workspaceUrl: string
  /** The direct message with Kiku. */
  readonly channel: string
}

/** What a person sees on the app's home tab. Far below Slack's 100 blocks, however much there is to tell. */
export function homeView(home: Home): types.HomeView {
  const { words } = home
  const divider: types.DividerBlock = { type: 'divider' }
  return {
    type: 'home',
    // What a click in the tab says of its place is nothing, so the place travels along.
    private_metadata: home.channel,
    blocks: [
      header(words.home.title),
      section(words.home.intro),
      divider,
      header(words.home.knows),
      ...sourceBlocks(home),
      divider,
      header(words.home.recent),
      ...recentBlocks(home),
      divider,
      header(words.home.you),
      languageBlock(home),
      section(words.home.privacyText, forgetButton({ value: 'me', label: words.forget.forgetMe }, words)),
      divider,
      ...helpBlocks(words),
    ],
  }
}

/** One line for each kind of source, so that a thousand folders take as much room as one. */
function sourceBlocks({ sources, words, locale, now }: Home): types.KnownBlock[] {
  if (sources.length === 0) return [section(words.home.knowsNothing)]
  const kinds = [...new Set(sources.map(({ kind }) => kind))]
  const lines = kinds.map((kind) => `• ${describeKind(kind, sources, { words, locale, now })}`)
  return [section(lines.join('\n')), context(words.sources.onlyYours)]
}

function describeKind(
  kind: Source['kind'],
  sources: readonly SourceSummary[],
  { words, locale, now }: Pick<Home, 'words' | 'locale' | 'now'>,
): string {
  const ofKind = sources.filter((source) => source.kind === kind)
  const documents = ofKind.reduce((sum, source) => sum + source.documents, 0)
  const items = ofKind.reduce((sum, source) => sum + source.items, 0)
  const newest = Math.max(...ofKind.map(({ refreshedAt = 0 }) => refreshedAt))
  const age = newest === 0 ? words.sources.neverRefreshed : words.sources.refreshed(describeAge(now - newest, locale))
  const counts = `${words.sources.counts(documents, items)} · ${age}`
  return words.home.bySource(words.sources.kind[kind], ofKind.length, counts)
}

function recentBlocks(home: Home): types.KnownBlock[] {
  if (home.recent.length === 0) return [section(home.words.home.noRecent)]
  return home.recent.map((question) => section(`• ${describeQuestion(question, home)}`))
}

function describeQuestion(question: Turn, { locale, now, team, workspaceUrl, words }: Home): string {
  const text = cutLine(question.text, 120)
  const age = describeAge(now - question.createdAt, locale)
  const place = parseThreadId(question.threadId)
  const ts = parseTurnId(question.id, team)?.id
  if (place === undefined || place.isPrivate || ts === undefined || !isTimestamp(ts)) {
    return `${escapeText(text)} _(${words.home.privateAnswer}, ${age})_`
  }
  return `${linkTo(permalinkOf(workspaceUrl, place, ts), text)} _(${age})_`
}

function languageBlock({ language, words }: Home): types.SectionBlock {
  const { languages } = words.home
  const options = (['auto', 'en', 'ja'] as const).map((value) => ({ text: plain(languages[value]), value }))
  const initial = options.find(({ value }) => value === language)
  const menu: types.StaticSelect = {
    type: 'static_select',
    action_id: ACTIONS.language,
    options,
    ...(initial === undefined ? {} : { initial_option: initial }),
  }
  return section(words.home.language, menu)
}
