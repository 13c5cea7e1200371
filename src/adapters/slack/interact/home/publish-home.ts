import { z } from 'zod'
import { toKikuError } from '../../../../domain/errors.ts'
import { withDeadline } from '../../../../domain/with-deadline.ts'
import { authorIdOf } from '../../slack-ids.ts'
import { slackWords } from '../../words/words.ts'
import type { InteractionDesk } from '../interaction-desk.ts'
import { placeOutsideThreads } from '../people.ts'
import { findLanguage } from './choose-language.ts'
import { homeView } from './home-view.ts'

/** Who opened the app, and the direct message with Kiku that the app consists of. */
export interface OpenedApp {
  readonly user: string
  readonly channel: string
}

const HOME_MS = 20_000
const MOST_RECENT = 8

/** Shows a person's home tab. Never throws: a home that could not be shown is tried anew when it is opened again. */
export async function publishHome(opened: OpenedApp, desk: InteractionDesk, signal: AbortSignal): Promise<void> {
  try {
    await withDeadline({ signal, timeoutMs: HOME_MS, what: 'home tab' }, (within) => publish(opened, desk, within))
  } catch (thrown) {
    if (!signal.aborted) desk.telemetry.warn('slack-home-not-published', { code: toKikuError(thrown).code })
  }
}

async function publish({ user, channel }: OpenedApp, desk: InteractionDesk, signal: AbortSignal): Promise<void> {
  const { host, identity, clock } = desk
  const person = await desk.directory.findUser(user, signal)
  const locale = person?.locale ?? desk.language
  const audience = await desk.audiences.forPerson(user, placeOutsideThreads(identity.team, channel), signal)
  const authorId = authorIdOf({ team: person?.team ?? identity.team, user })
  const [sources, recent, language] = await Promise.all([
    host.library.listSources(audience),
    host.records.listRecent(authorId, MOST_RECENT),
    findLanguage(user, desk),
  ])
  const view = homeView({
    sources,
    recent: recent.map(({ question }) => question),
    language,
    locale,
    words: slackWords(locale),
    now: clock.now(),
    team: identity.team,
    workspaceUrl: identity.url,
    channel,
  })
  await desk.api.call('views.publish', { arguments: { user_id: user, view }, schema: z.object({}), signal })
}
