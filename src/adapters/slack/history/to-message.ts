import type { Audience } from '../../../domain/audience.ts'
import type { Message, SearchMode } from '../../../domain/message.ts'
import type { SlackIdentity } from '../api/slack-api.ts'
import type { ArrivedMessage } from '../receive/arrival.ts'
import { authorIdOf, channelLabel, permalinkOf, threadIdOf, timeOf } from '../slack-ids.ts'

/** What a message does not say of itself. */
export interface AboutMessage {
  readonly audience: Audience
  /** Whether Kiku is asked, and not only there. */
  readonly addressed: boolean
  readonly identity: SlackIdentity
  /** Default `auto`. */
  readonly search?: SearchMode
  readonly locale?: 'en' | 'ja'
  /** The author's. */
  readonly name?: string
  /** Names of people whom the text mentions, where they are known already. */
  readonly nameOf?: (user: string) => string | undefined
}

/**
 * The message in Kiku's words. Its turns are remembered for its channel, which of a direct message is the conversation of
 * the two. A message has the same id, author and thread however it arrived: live, edited, or read from the history.
 */
export function toMessage(arrived: ArrivedMessage, about: AboutMessage): Message {
  const { team, channel, threadTs, ts, user, userTeam, text } = arrived
  const { audience, addressed, identity, search = 'auto', locale, name, nameOf } = about
  return {
    id: ts,
    thread: {
      id: threadIdOf(arrived),
      surface: 'slack',
      workspace: team,
      channel,
      audience: channelLabel(team, channel),
      createdAt: timeOf(threadTs),
    },
    author: { id: authorIdOf({ team: userTeam, user }), ...(name === undefined ? {} : { displayName: name }) },
    text: nameOf === undefined ? text : nameMentions(text, nameOf),
    receivedAt: timeOf(ts),
    audience,
    search,
    ...(locale === undefined ? {} : { locale }),
    permalink: permalinkOf(identity.url, arrived, ts),
    addressed,
  }
}

// A reader of `@U012AB3CD` learns nothing from it, and nobody would find it by that.
function nameMentions(text: string, nameOf: (user: string) => string | undefined): string {
  return text.replace(/@([UW][A-Z0-9]{1,20})\b/g, (mention, user: string) => {
    const name = nameOf(user)?.replace(/\s+/g, ' ').trim()
    return name ? `@${name}` : mention
  })
}
