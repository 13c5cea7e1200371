import { z } from 'zod'
import type { Answer } from '../../../domain/answer.ts'
import type { Audience } from '../../../domain/audience.ts'
import type { Message } from '../../../domain/message.ts'
import { turnIdOf } from '../../../domain/message.ts'
import { chatWords } from '../../common/chat/words.ts'
import { ACTIONS } from '../interact/action-ids.ts'
import { authorIdOf } from '../slack-ids.ts'
import type { PendingQuestion } from './pending-question.ts'
import type { SlackParts } from './slack-parts.ts'

const NOTHING = z.object({})

/**
 * In a channel the answer uses only what everyone there may read. Where the asker alone may read something clearly better,
 * the asker alone is told, and may have it privately.
 */
export async function offerPrivately(
  answer: Answer,
  { message, audience }: { readonly message: Message; readonly audience: Audience },
  { place, asker }: PendingQuestion,
  { audiences, host, api, options, signal }: SlackParts,
): Promise<void> {
  // It waits for the asker, and would do so privately too.
  if (answer.pending !== undefined) return
  // Who repeats somebody else's question has an answer of the thread; the offer is the author's.
  const question = await host.records.findQuestion(turnIdOf(message))
  if (question?.author.id !== authorIdOf(asker)) return
  const personal = await audiences.forPerson(asker.user, place, signal)
  const privately = personal.labels.filter((label) => !audience.labels.includes(label))
  if (!(await host.library.hasBetter(answer, privately, signal))) return
  const words = chatWords(message.locale ?? options.language)
  await api.call('chat.postEphemeral', {
    arguments: {
      channel: place.channel,
      user: asker.user,
      thread_ts: place.threadTs,
      text: words.privateOffer,
      blocks: [
        { type: 'section', text: { type: 'plain_text', text: words.privateOffer } },
        {
          type: 'actions',
          elements: [
            {
              type: 'button',
              action_id: ACTIONS.showPrivately,
              text: { type: 'plain_text', text: words.showPrivately },
              value: turnIdOf(message),
            },
          ],
        },
      ],
    },
    schema: NOTHING,
    signal,
  })
}
