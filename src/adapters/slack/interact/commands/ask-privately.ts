import type { SearchMode } from '../../../../domain/message.ts'
import type { PendingCall } from '../../../../domain/tool.ts'
import { parseThreadId, privateThreadIdOf, type SlackPlace } from '../../slack-ids.ts'
import type { Interaction } from '../interaction.ts'

export interface PrivateRequest {
  readonly channel: string
  /** Unique in the channel: what distinguishes this click from others. */
  readonly name: string
  readonly text: string
  readonly quoted?: string
  readonly search?: SearchMode
  /** The thread in which it is shown, if in one. */
  readonly threadTs?: string
  /** A call that the person has approved. */
  readonly approved?: PendingCall
}

/** Has a question answered for the person alone, and says at once that Kiku is on it. */
export async function askPrivately(request: PrivateRequest, interaction: Interaction): Promise<void> {
  const { desk, person, locale, words, voice, signal } = interaction
  const { channel, name, text, quoted, search = 'auto', threadTs, approved } = request
  const { team } = desk.identity
  const place = privatePlace(team, channel, name)
  // A status that does not arrive is no reason to keep back the answer.
  const status = voice.say({ text: words.thinking }, signal).catch(() => undefined)
  await desk.answers.askPrivately({
    id: place.threadTs,
    place,
    shownIn: threadTs === undefined ? place : { team, channel, threadTs },
    asker: person,
    text,
    ...(quoted === undefined ? {} : { quoted }),
    search,
    locale,
    voice,
    ...(approved === undefined ? {} : { approved }),
  })
  await status
}

function privatePlace(team: string, channel: string, name: string): SlackPlace {
  const { threadTs } = parseThreadId(privateThreadIdOf({ team, channel }, name)) ?? { threadTs: 'private-none' }
  return { team, channel, threadTs }
}
