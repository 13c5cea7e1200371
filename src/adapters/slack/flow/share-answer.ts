import { z } from 'zod'
import { isBeyond } from '../../../domain/audience.ts'
import { chatWords } from '../../common/chat/words.ts'
import type { AnswerDesk, SharePlace } from '../interact/interaction-desk.ts'
import { escapeMrkdwn } from '../render/escape-mrkdwn.ts'
import { plainText } from '../render/plain-text.ts'
import { closingBlocks, pieceBlocks, renderPieces } from '../render/render-reply.ts'
import type { SlackPerson } from '../slack-ids.ts'
import type { SlackParts } from './slack-parts.ts'

const POSTED = z.object({ ts: z.string() })
const NOTIFICATION_CHARACTERS = 3_000
const QUESTION_CHARACTERS = 500

export interface Share {
  readonly turnId: string
  readonly by: SlackPerson
  readonly place: SharePlace
}

/**
 * Posts a private answer for all to see, once. Where the readers there may not read all that it draws on, the question is
 * asked again on their behalf, since words of the private answer would give it away; so it is where something that the
 * answer cites was forgotten meanwhile.
 */
export async function shareAnswer(
  { turnId, by, place }: Share,
  parts: SlackParts,
  desk: AnswerDesk,
): Promise<'shared' | 'asked-again' | 'gone'> {
  const { host, audiences, options, directory, signal } = parts
  const [answer, question] = await Promise.all([host.records.findAnswer(turnId), host.records.findQuestion(turnId)])
  if (answer === undefined || question === undefined) return 'gone'
  const shown = (await host.replies.listByTurn(turnId)).filter(({ channel }) => channel === place.channel)
  const audience = await audiences.forReply({ ...place, threadTs: place.threadTs ?? '0' }, signal)
  const locale = directory.peekUser(by.user)?.locale ?? options.language
  const person = await directory.findUser(by.user, signal)
  const quote = escapeMrkdwn(plainText(question.text, QUESTION_CHARACTERS)).replaceAll('\n', '\n>')
  const head = `*${escapeMrkdwn(chatWords(locale).sharedBy(person?.name ?? by.user))}*\n>${quote}`
  const isForAll = answer.audiences !== undefined && !isBeyond(answer.audiences, audience)
  if (isForAll && (await host.records.isIntact(answer))) {
    const pieces = renderPieces(answer.text)
    let root = shown[0]?.messageId
    // A failure in the middle is gone on from where it stopped.
    for (const [index, piece] of [...pieces.entries()].slice(shown.length)) {
      const threadTs = place.threadTs ?? root
      const isLast = index === pieces.length - 1
      const ts = await post({ piece, isLast, ...(index === 0 ? { head } : {}), ...(threadTs ? { threadTs } : {}) })
      root ??= ts
    }
    return 'shared'
  }
  if (shown.length > 0) return 'shared'
  const ts = await post({ head })
  const threadTs = place.threadTs ?? ts
  const { team, channel } = place
  const again = { id: `share~${ts}`, place: { team, channel, threadTs }, asker: by, text: question.text, ts } as const
  await desk.ask({ ...again, search: 'auto', locale, isDirect: channel.startsWith('D'), isShared: true })
  return 'asked-again'

  async function post(part: { head?: string; piece?: string; isLast?: boolean; threadTs?: string }): Promise<string> {
    const blocks = [
      ...(part.head === undefined ? [] : [{ type: 'section', text: { type: 'mrkdwn', text: part.head } }]),
      ...(part.piece === undefined ? [] : pieceBlocks(part.piece)),
      ...(part.isLast === true && answer !== undefined ? closingBlocks(answer, { turnId, locale }) : []),
    ]
    const threadTs = part.threadTs ?? place.threadTs
    const text = plainText(part.piece ?? part.head ?? '', NOTIFICATION_CHARACTERS)
    const { ts: messageId } = await parts.api.call('chat.postMessage', {
      arguments: {
        channel: place.channel,
        ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
        text,
        blocks,
        unfurl_links: false,
        unfurl_media: false,
      },
      schema: POSTED,
      signal,
    })
    const address = { surface: 'slack', workspace: place.team, channel: place.channel, messageId }
    await host.replies.add({ ...address, turnId, at: options.clock.now() })
    return messageId
  }
}
