import { KikuError, toKikuError } from '../../../domain/errors.ts'
import { withDeadline } from '../../../domain/with-deadline.ts'
import type { SlackUser } from '../directory/directory.ts'
import type { SlackPerson } from '../slack-ids.ts'
import type { SlackWords } from '../words/slack-words.ts'
import { slackWords } from '../words/words.ts'
import { explainFailure } from './explain-failure.ts'
import type { InteractionDesk } from './interaction-desk.ts'
import { createPrivateVoice, type PrivateVoice, type Respond } from './private-voice.ts'

/** One click, command or form, with what is known of the person behind it. */
export interface Interaction {
  readonly desk: InteractionDesk
  readonly person: SlackPerson
  readonly locale: 'en' | 'ja'
  readonly words: SlackWords
  readonly voice: PrivateVoice
  readonly signal: AbortSignal
}

export interface InteractionOrigin {
  /** Names the kind of interaction in the log. */
  readonly what: string
  readonly user: string
  /** The person's workspace as Slack says it with the click, where it does. */
  readonly team?: string | undefined
  readonly channel?: string | undefined
  readonly threadTs?: string | undefined
  readonly respond?: Respond | undefined
  readonly replaces?: 'always' | 'own' | 'never'
  /** Whether a form is to be opened, for which Slack gives three seconds: then the language must be known at once. */
  readonly isUrgent?: boolean
}

const PERSON_MS = 2_000
const URGENT_PERSON_MS = 500
const APOLOGY_MS = 10_000

/**
 * Runs what an interaction asks for, after it was acknowledged. Whatever fails is said to the person in one sentence and
 * logged by its code; nothing is thrown, since nobody is there to catch it.
 */
export async function serveInteraction(
  origin: InteractionOrigin,
  desk: InteractionDesk,
  work: (interaction: Interaction) => Promise<void>,
): Promise<void> {
  const user = await knowPerson(origin, desk)
  const locale = user?.locale ?? desk.language
  const voice = voiceOf(origin, desk)
  const person = { team: user?.team ?? origin.team ?? desk.identity.team, user: origin.user }
  try {
    desk.signal.throwIfAborted()
    await work({ desk, person, locale, words: slackWords(locale), voice, signal: desk.signal })
  } catch (thrown) {
    await apologise(desk.signal.aborted ? stopped(thrown) : toKikuError(thrown), { origin, desk, voice, locale })
  }
}

export function voiceOf(origin: InteractionOrigin, { api }: InteractionDesk): PrivateVoice {
  const { user, channel, threadTs, respond, replaces = 'never' } = origin
  return createPrivateVoice({
    api,
    user,
    replaces,
    ...(channel === undefined ? {} : { channel }),
    ...(threadTs === undefined ? {} : { threadTs }),
    ...(respond === undefined ? {} : { respond }),
  })
}

/** A person whom Slack does not tell in time is served in the language of the workspace. */
async function knowPerson(
  { user, isUrgent = false }: InteractionOrigin,
  { directory, signal }: InteractionDesk,
): Promise<SlackUser | undefined> {
  const known = directory.peekUser(user)
  if (known !== undefined) return known
  const timeoutMs = isUrgent ? URGENT_PERSON_MS : PERSON_MS
  try {
    return await withDeadline({ signal, timeoutMs, what: 'person' }, (within) => directory.findUser(user, within))
  } catch {
    return undefined
  }
}

/** Whatever fails while the surface stops fails for that reason. */
function stopped(cause: unknown): KikuError {
  return new KikuError('cancelled', 'The surface is being stopped.', { cause })
}

interface Apology {
  readonly origin: InteractionOrigin
  readonly desk: InteractionDesk
  readonly voice: PrivateVoice
  readonly locale: 'en' | 'ja'
}

async function apologise(error: KikuError, { origin, desk, voice, locale }: Apology): Promise<void> {
  const { method, error: refusal } = error.details
  const fields = { what: origin.what, code: error.code, method: method ?? null, refusal: refusal ?? null }
  desk.telemetry.warn('slack-interaction-failed', fields)
  try {
    // A signal of its own: the surface may be stopping, which is just what has to be said.
    const deadline = { signal: new AbortController().signal, timeoutMs: APOLOGY_MS, what: 'apology' }
    await withDeadline(deadline, (signal) => voice.say({ text: explainFailure(error, slackWords(locale)) }, signal))
  } catch (thrown) {
    desk.telemetry.warn('slack-apology-failed', { what: origin.what, code: toKikuError(thrown).code })
  }
}
