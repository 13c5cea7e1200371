import { z } from 'zod'
import { toKikuError } from '../../../../domain/errors.ts'
import type { SourceSummary } from '../../../../ports/store.ts'
import { nameLocation } from '../../../common/chat/name-location.ts'
import type { SlackPlace } from '../../slack-ids.ts'
import type { Prompt, SlackWords } from '../../words/slack-words.ts'
import { slackWords } from '../../words/words.ts'
import { cutLine } from '../block-parts.ts'
import type { InteractionDesk } from '../interaction-desk.ts'
import { placeOutsideThreads } from '../people.ts'
import type { OpenedApp } from './publish-home.ts'

/** Slack shows four at most (https://docs.slack.dev/reference/methods/assistant.threads.setSuggestedPrompts). */
const MOST_PROMPTS = 4
const GREET_MS = 10_000
const TITLE_CHARACTERS = 80
const DONE = z.object({})

/**
 * Suggests first questions to a person who opened a conversation with Kiku, out of what the person may read. Never throws.
 * @param opened with the thread, where Slack names one
 */
export async function greet(
  { user, channel, threadTs }: OpenedApp & { readonly threadTs?: string },
  desk: InteractionDesk,
  signal: AbortSignal,
): Promise<void> {
  await tryQuietly('slack-prompts-not-set', desk, signal, async () => {
    const person = await desk.directory.findUser(user, signal)
    const words = slackWords(person?.locale ?? desk.language)
    const place = placeOutsideThreads(desk.identity.team, channel)
    const sources = await desk.host.library.listSources(await desk.audiences.forPerson(user, place, signal))
    const prompts = suggestPrompts(sources, words)
    const thread = threadTs === undefined ? {} : { thread_ts: threadTs }
    await desk.api.call('assistant.threads.setSuggestedPrompts', {
      arguments: { channel_id: channel, ...thread, title: words.greeting.title, prompts },
      schema: DONE,
      signal,
      timeoutMs: GREET_MS,
      isOptional: true,
    })
  })
}

/** Names a conversation in the agent view after its first question. Never throws. */
export async function titleThread(
  { channel, threadTs }: SlackPlace,
  question: string,
  desk: InteractionDesk,
  signal: AbortSignal,
): Promise<void> {
  const title = cutLine(question, TITLE_CHARACTERS)
  if (title === '') return
  await tryQuietly('slack-title-not-set', desk, signal, async () => {
    await desk.api.call('assistant.threads.setTitle', {
      arguments: { channel_id: channel, thread_ts: threadTs, title },
      schema: DONE,
      signal,
      timeoutMs: GREET_MS,
      isOptional: true,
    })
  })
}

export function suggestPrompts(sources: readonly SourceSummary[], { greeting }: SlackWords): Prompt[] {
  const names = sources
    .filter(({ kind, documents }) => documents > 0 && (kind === 'folder' || kind === 'file' || kind === 'url'))
    .toSorted((one, other) => (other.refreshedAt ?? other.addedAt) - (one.refreshedAt ?? one.addedAt))
    .map(({ location }) => cutLine(nameLocation(location).replace(/[<>]/g, ' '), 40))
  const about = [...new Set(names)].slice(0, MOST_PROMPTS - 2).map((name) => greeting.about(name))
  return [...about, greeting.whatDoYouKnow, greeting.whatCanYouDo]
}

async function tryQuietly(
  event: string,
  { telemetry }: InteractionDesk,
  signal: AbortSignal,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work()
  } catch (thrown) {
    if (!signal.aborted) telemetry.debug(event, { code: toKikuError(thrown).code })
  }
}
