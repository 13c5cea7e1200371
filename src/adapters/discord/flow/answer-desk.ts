import { KikuError } from '../../../domain/errors.ts'
import { type Message, turnIdOf } from '../../../domain/message.ts'
import { withQuote } from '../../common/chat/with-quote.ts'
import {
  authorIdOf,
  channelLabel,
  DIRECT,
  type DiscordPlace,
  parseThreadId,
  permalinkOf,
  personLabel,
  privatePlace,
  threadIdOf,
} from '../discord-ids.ts'
import type { AnswerDesk, AskedQuestion } from '../interact/interaction-desk.ts'
import type { InteractionPlace } from '../receive/arrival.ts'
import { answerQuestion } from './answer-question.ts'
import type { DiscordParts } from './discord-parts.ts'
import { noteGuild } from './notice-losses.ts'

/** Answers that a click or a command asks for. */
export function createAnswerDesk(parts: DiscordParts): AnswerDesk {
  const { host, running, pending } = parts
  return {
    placeFor: (where, name, isPrivate, signal) => placeFor(where, name, isPrivate, parts, signal),
    async ask(question) {
      const { place, asker, target, files } = question
      if (target.kind !== 'interaction') throw new KikuError('internal', 'Only commands and clicks ask at the desk.')
      if (parseThreadId(threadIdOf(place))?.isPrivate === true && !target.isEphemeral) {
        throw new KikuError('internal', 'A private conversation is answered for its asker alone.')
      }
      const message = await withFirstTime(toQuestion(question, parts), parts)
      // Kept before it is admitted: what was admitted, a later start must be able to answer.
      await pending.keep(message.id, { target, files })
      if ((await host.intake.admit(message)) === 'duplicate') {
        if (running.find(turnIdOf(message)) === undefined) await pending.remove(message.id)
        return
      }
      const origin = { kind: 'interaction', target } as const
      const repliedIn = question.askedIn === undefined ? {} : { askedIn: question.askedIn }
      await answerQuestion({ message, place, asker: asker.id, origin, files, ...repliedIn, isResumed: false }, parts)
    },
    running: (turnId) => running.find(turnId),
    stop: (turnId, why) => running.stop(turnId, why),
    stopWhere: (isMeant) => running.stopWhere(isMeant, 'deleted'),
  }
}

async function placeFor(
  { guild, channelId, context }: InteractionPlace,
  name: string,
  isPrivate: boolean,
  parts: DiscordParts,
  signal: AbortSignal,
): Promise<DiscordPlace> {
  const { directory, conversations, parents } = parts
  if (context !== 'elsewhere') await noteGuild(guild, parts)
  // What Kiku is no member of it knows by its id alone.
  const channel = context === 'elsewhere' ? undefined : await directory.findChannel(channelId, guild, signal)
  if (channel?.kind === 'private-thread' && channel.parentId !== undefined) {
    await parents.note(guild, channel.id, channel.parentId)
  }
  const kind = guild === DIRECT ? 'direct' : 'text'
  const known = channel ?? { id: channelId, guild, name: '', kind: context === 'elsewhere' ? 'text' : kind }
  const place = await conversations.placeOf(known, name)
  return isPrivate ? privatePlace(place, name) : place
}

function toQuestion(question: AskedQuestion, { options: { clock } }: DiscordParts): Message {
  const { id, place, asker, text, quoted, search, locale, target, files, repeats, approved } = question
  const isPrivate = parseThreadId(threadIdOf(place))?.isPrivate === true
  return {
    id,
    thread: {
      id: threadIdOf(place),
      surface: 'discord',
      workspace: place.guild,
      channel: place.channel,
      audience: isPrivate ? personLabel(asker.id) : channelLabel(place.guild, place.channel),
      createdAt: clock.now(),
    },
    author: { id: authorIdOf(asker.id), displayName: asker.name },
    text,
    ...(quoted === undefined ? {} : { promptText: withQuote(text, quoted, locale) }),
    receivedAt: clock.now(),
    audience: { labels: [] },
    search: files.length > 0 && search === 'auto' ? 'always' : search,
    locale,
    addressed: true,
    ...(isPrivate || repeats !== undefined ? {} : { permalink: permalinkOf(place.guild, target.channelId, id) }),
    ...(repeats === undefined ? {} : { repeats }),
    ...(approved === undefined ? {} : { approved }),
  }
}

/** What was said after a question that is asked again is no past of it, the question itself least of all. */
async function withFirstTime(message: Message, { host }: DiscordParts): Promise<Message> {
  if (message.repeats === undefined) return message
  const question = await host.records.findQuestion(turnIdOf(message))
  return question === undefined ? message : { ...message, askedAt: question.createdAt }
}
