import { type Message, turnIdOf } from '../../../domain/message.ts'
import { toMessage } from '../history/to-message.ts'
import type { Arrival, ArrivedMessage } from '../receive/arrival.ts'
import { channelLabel, parseThreadId, threadIdOf, timeOf } from '../slack-ids.ts'
import { forgetFile } from './attached-files.ts'
import { askedBy, type PendingQuestion } from './pending-question.ts'
import type { SlackParts } from './slack-parts.ts'

/** What is left to do for an arrival once Slack has been told that it arrived. */
export type Taken = { readonly kind: 'question'; readonly asked: PendingQuestion } | { readonly kind: 'other' }

const OTHER: Taken = { kind: 'other' }

/**
 * Does for an arrival what must not be lost: admits questions, remembers messages, forgets what was deleted. Slack is told
 * that it arrived when this has resolved, so there is nothing in it but writes to the store.
 */
export async function takeArrival(arrival: Arrival, parts: SlackParts): Promise<Taken> {
  const { host, running, backfill } = parts
  switch (arrival.kind) {
    case 'message':
      return takeMessage(arrival.message, parts)
    case 'edited':
      return takeEdit(arrival.message, arrival.version, parts)
    case 'deleted': {
      const { team, channel, ts } = arrival
      const turnId = `slack:${team}:${channel}:${ts}`
      backfill.noteChange({ channel, ts }, { kind: 'deleted' })
      running.stop(turnId, 'deleted')
      await host.memory.forgetTurns([turnId])
      // Settled, it is not taken up by a later start, nor taken in when Slack delivers it late.
      await host.intake.dismiss(deletedMessage(arrival))
      return OTHER
    }
    case 'stopped': {
      const threadId = threadIdOf(arrival)
      running.stopWhere((about) => about.threadId === threadId && about.asker.user === arrival.user, 'stopped')
      return OTHER
    }
    case 'channel-lost': {
      const { team, channel } = arrival
      await backfill.cancel(channel)
      running.stopWhere((about) => isInChannel(about.threadId, channel), 'deleted')
      await host.memory.forgetChannel({ surface: 'slack', workspace: team, channel })
      return OTHER
    }
    case 'file-deleted': {
      await forgetFile(arrival.file, parts)
      return OTHER
    }
    default:
      return OTHER
  }
}

async function takeMessage(arrived: ArrivedMessage, parts: SlackParts): Promise<Taken> {
  const { host } = parts
  if (await isForKiku(arrived, parts)) {
    const message = provisionalMessage(arrived, true, parts)
    const admission = await host.intake.admit(message)
    return admission === 'duplicate' ? OTHER : { kind: 'question', asked: askedBy(arrived, message) }
  }
  if (await isRemembered(arrived, parts)) await host.intake.observe(provisionalMessage(arrived, false, parts))
  return OTHER
}

/** New words for an old message: memory follows, an answer in the making begins again. */
async function takeEdit(arrived: ArrivedMessage, version: string, parts: SlackParts): Promise<Taken> {
  const { host, running } = parts
  const message = provisionalMessage(arrived, true, parts)
  const turnId = turnIdOf(message)
  parts.backfill.noteChange(arrived, { kind: 'edited', text: arrived.text })
  const wasKnown = await host.memory.revise(message)
  if (running.find(turnId) !== undefined) {
    // Named by the edit: a redelivery of it must not begin once more.
    const again: Message = { ...message, id: `${arrived.ts}~edit-${version}`, repeats: arrived.ts }
    if ((await host.intake.admit(again)) === 'duplicate') return OTHER
    running.stop(turnId, 'edited')
    return { kind: 'question', asked: askedBy(arrived, again) }
  }
  // Kiku was named by the edit only, as people do who forgot it at first.
  return wasKnown ? OTHER : takeMessage(arrived, parts)
}

async function isForKiku(arrived: ArrivedMessage, parts: SlackParts): Promise<boolean> {
  if (arrived.isMention || arrived.isDirect) return true
  if (arrived.ts === arrived.threadTs || arrived.mentionsOthers) return false
  const { followUps } = await parts.channels.read(arrived.channel)
  if (!followUps || !(await takesPart(arrived, parts))) return false
  return parts.host.intake.expectsAnswer(provisionalMessage(arrived, false, parts))
}

async function isRemembered(arrived: ArrivedMessage, parts: SlackParts): Promise<boolean> {
  if (arrived.text.trim() === '') return false
  const { remember } = await parts.channels.read(arrived.channel)
  return remember || (await takesPart(arrived, parts))
}

async function takesPart(arrived: ArrivedMessage, { host, running }: SlackParts): Promise<boolean> {
  const threadId = threadIdOf(arrived)
  return running.hasThread(threadId) || (await host.records.takesPart(threadId))
}

/** The message with the narrowest audience; its readers are looked up before it is answered. */
function provisionalMessage(arrived: ArrivedMessage, addressed: boolean, parts: SlackParts): Message {
  const known = parts.directory.peekUser(arrived.user)
  return toMessage(arrived, {
    audience: { labels: [] },
    addressed,
    identity: parts.identity,
    search: arrived.files.length > 0 ? 'always' : 'auto',
    nameOf: (user) => parts.directory.peekUser(user)?.name,
    ...(known === undefined ? {} : { name: known.name }),
    ...(known?.locale === undefined ? {} : { locale: known.locale }),
  })
}

/** As much of a deleted message as the inbox needs to know it by. */
function deletedMessage({ team, channel, ts }: Extract<Arrival, { readonly kind: 'deleted' }>): Message {
  const receivedAt = timeOf(ts)
  const audience = channelLabel(team, channel)
  const id = threadIdOf({ team, channel, threadTs: ts })
  return {
    id: ts,
    thread: { id, surface: 'slack', workspace: team, channel, audience, createdAt: receivedAt },
    author: { id: 'slack' },
    text: '',
    receivedAt,
    audience: { labels: [] },
    search: 'auto',
    addressed: true,
  }
}

function isInChannel(threadId: string, channel: string): boolean {
  return parseThreadId(threadId)?.channel === channel
}
