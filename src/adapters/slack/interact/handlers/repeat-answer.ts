import type { SearchMode } from '../../../../domain/message.ts'
import type { PendingCall } from '../../../../domain/tool.ts'
import { createOneAtATime } from '../../../common/chat/one-at-a-time.ts'
import type { Click } from '../click.ts'
import { askPrivately } from '../commands/ask-privately.ts'
import type { Interaction } from '../interaction.ts'
import { isDirectChannel, isTimestamp } from '../people.ts'
import { type Asked, findAsked } from './find-asked.ts'

/** Has a question answered once more. */
export type RepeatAnswer = (click: Click, search: SearchMode, interaction: Interaction) => Promise<void>

/** @returns a handler that answers once where impatient people click twice */
export function createRepeatAnswer(): RepeatAnswer {
  const oneAtATime = createOneAtATime()
  return async (click, search, interaction) => {
    const { desk, words, voice, signal } = interaction
    const turnId = click.value
    const isFree = desk.answers.running(turnId) === undefined
    const hasRun =
      isFree &&
      (await oneAtATime(turnId, async () => {
        const asked = await findAsked(turnId, click, interaction)
        if (asked === undefined) return await voice.say({ text: words.answers.gone }, signal)
        await repeat({ asked, click, search }, interaction)
      }))
    if (!hasRun) await voice.say({ text: words.answers.stillRunning }, signal)
  }
}

export interface Repetition {
  readonly asked: Asked
  readonly click: Click
  readonly search: SearchMode
  /** A call that the asker has approved. */
  readonly approved?: PendingCall
}

/** Has a question answered once more, where the earlier answer was: in its thread, or for the asker alone. */
export async function repeat({ asked, click, search, approved }: Repetition, interaction: Interaction): Promise<void> {
  const { desk, person, locale } = interaction
  const { id, place, question, isPrivate } = asked
  // The time of the click tells this repetition from others, and a click that Slack delivers twice from two clicks.
  const at = isTimestamp(click.at) ? click.at : click.trigger
  const permission = approved === undefined ? {} : { approved }
  if (isPrivate || !isTimestamp(id)) {
    const { channel } = place
    const thread = click.threadTs === undefined ? {} : { threadTs: click.threadTs }
    return await askPrivately({ channel, name: at, text: question.text, search, ...thread, ...permission }, interaction)
  }
  await desk.answers.ask({
    id: `${id}~${at}`,
    ts: id,
    repeats: id,
    place,
    asker: person,
    text: question.text,
    search,
    locale,
    isDirect: isDirectChannel(place.channel),
    ...permission,
  })
}
