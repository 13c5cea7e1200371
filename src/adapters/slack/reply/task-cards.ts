import type { types } from '@slack/bolt'
import type { Evidence } from '../../../domain/evidence.ts'
import { cutText } from '../../common/chat/characters.ts'
import type { ReplyDraft } from '../../common/chat/reply-draft.ts'
import { chatWords } from '../../common/chat/words.ts'
import { safeLine } from '../render/rich-text.ts'

/** Cards in a stream that say what Kiku has done so far. */
export interface TaskCards {
  /** Those that Slack has not been told of, or told otherwise. */
  news(draft: ReplyDraft): readonly types.TaskUpdateChunk[]
  /** Slack has taken the news. */
  sent(draft: ReplyDraft): void
}

/** Characters of a card's title and details (https://docs.slack.dev/messaging/sending-and-scheduling-messages). */
const MOST_CHARACTERS = 256
const MOST_SOURCES = 8
const MOST_ADDRESS = 1_500

type Draft = Pick<ReplyDraft, 'decision' | 'evidence' | 'tools'>

export function createTaskCards(locale: 'en' | 'ja'): TaskCards {
  const known = new Map<string, string>()
  const news = (draft: ReplyDraft) =>
    cardsOf(draft, locale).filter((card) => known.get(card.id) !== JSON.stringify(card))
  return {
    news,
    sent(draft) {
      for (const card of news(draft)) known.set(card.id, JSON.stringify(card))
    },
  }
}

/** The decision with its reasons and sources, and the tools that were called. */
export function cardsOf({ decision, evidence, tools }: Draft, locale: 'en' | 'ja'): readonly types.TaskUpdateChunk[] {
  const words = chatWords(locale)
  const cards: types.TaskUpdateChunk[] = []
  if (decision !== undefined) {
    const places = decision.labels.filter((label) => label !== 'direct')
    const reasons = words.joinReasons(
      decision.reasons.slice(0, 3).map((reason) => words.reasons[reason] ?? safeLine(reason, MOST_CHARACTERS)),
    )
    const sources = places.length === 0 ? [] : sourcesOf(evidence)
    cards.push({
      type: 'task_update',
      id: 'decision',
      title: cutText(places.length === 0 ? words.answeredDirectly : words.searched(places), MOST_CHARACTERS),
      status: 'complete',
      ...(reasons === '' ? {} : { details: cutText(reasons, MOST_CHARACTERS) }),
      ...(sources.length === 0 ? {} : { sources: [...sources] }),
    })
  }
  for (const [index, tool] of tools.entries()) {
    const title = safeLine(tool, MOST_CHARACTERS)
    if (title !== '') cards.push({ type: 'task_update', id: `tool-${index}`, title, status: 'complete' })
  }
  return cards
}

function sourcesOf(evidence: readonly Evidence[]): readonly types.URLSourceElement[] {
  const sources = new Map<string, types.URLSourceElement>()
  for (const { location, title } of evidence) {
    const url = webAddress(location)
    if (url === undefined || sources.has(url) || sources.size >= MOST_SOURCES) continue
    sources.set(url, { type: 'url', url, text: safeLine(title, MOST_CHARACTERS) || new URL(url).host })
  }
  return [...sources.values()]
}

/** An address that a browser opens; what pretends to be another host by a name before it is none. */
function webAddress(location: string): string | undefined {
  if (location.length > MOST_ADDRESS || !URL.canParse(location)) return undefined
  const { protocol, username, password, href } = new URL(location)
  const isWeb = (protocol === 'https:' || protocol === 'http:') && username === '' && password === ''
  return isWeb ? href : undefined
}
