import { type APIMessageTopLevelComponent, ButtonStyle, ComponentType } from 'discord.js'
import type { Answer } from '../../../domain/answer.ts'
import type { Audience } from '../../../domain/audience.ts'
import { type Message, turnIdOf } from '../../../domain/message.ts'
import { chatWords } from '../../common/chat/words.ts'
import { authorIdOf } from '../discord-ids.ts'
import { ACTIONS, customId } from '../interact/action-ids.ts'
import type { DiscordParts } from './discord-parts.ts'
import type { PendingQuestion } from './pending-question.ts'

/**
 * The answer to a command that all see uses only what everyone there may read. Where the asker alone may read something
 * clearly better, the asker alone is told, and may have it. For a mention Discord has no way to tell one person only.
 */
export async function offerPrivately(
  answer: Answer,
  { message, audience }: { readonly message: Message; readonly audience: Audience },
  { place, asker, origin }: PendingQuestion,
  { audiences, host, interactions, options, signal }: DiscordParts,
): Promise<void> {
  if (origin.kind !== 'interaction' || origin.target.isEphemeral) return
  // It waits for the asker, and would do so privately too.
  if (answer.pending !== undefined) return
  // Who repeats somebody else's question has an answer of the conversation; the offer is the author's.
  const question = await host.records.findQuestion(turnIdOf(message))
  if (question?.author.id !== authorIdOf(asker)) return
  const personal = await audiences.forPerson(asker, place, signal)
  const privately = personal.labels.filter((label) => !audience.labels.includes(label))
  if (!(await host.library.hasBetter(answer, privately, signal))) return
  const words = chatWords(message.locale ?? options.language)
  const row: APIMessageTopLevelComponent = {
    type: ComponentType.ActionRow,
    components: [
      {
        type: ComponentType.Button,
        style: ButtonStyle.Primary,
        label: words.showPrivately,
        custom_id: customId(ACTIONS.showPrivately, turnIdOf(message)),
      },
    ],
  }
  const offer = { kind: 'plain', content: words.privateOffer, components: [row] } as const
  await interactions.followUp(origin.target.ref, offer, 'ephemeral', signal)
}
