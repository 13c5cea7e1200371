import { createOneAtATime } from '../../../common/chat/one-at-a-time.ts'
import type { Click } from '../click.ts'
import type { Interaction } from '../interaction.ts'
import { isWrittenBy } from '../people.ts'
import { type Asked, findAsked } from './find-asked.ts'

/** Does something with an answer for the one who asked, once however often the button is pressed. */
export type AboutPrivateAnswer = (click: Click, interaction: Interaction) => Promise<void>

/** @param act what the button is for; the click is the asker's own by then */
export function createAboutPrivateAnswer(
  act: (asked: Asked, click: Click, interaction: Interaction) => Promise<void>,
): AboutPrivateAnswer {
  const oneAtATime = createOneAtATime()
  return async (click, interaction) => {
    const { person, words, voice, signal } = interaction
    const hasRun = await oneAtATime(click.value, async () => {
      const asked = await findAsked(click.value, click, interaction)
      if (asked === undefined) return await voice.say({ text: words.answers.gone }, signal)
      if (!isWrittenBy(asked.question.author.id, person.user)) {
        return await voice.say({ text: words.answers.notYours }, signal)
      }
      await act(asked, click, interaction)
    })
    if (!hasRun) await voice.say({ text: words.answers.stillRunning }, signal)
  }
}
