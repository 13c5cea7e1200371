import type { Click } from '../click.ts'
import { askPrivately } from '../commands/ask-privately.ts'
import type { Interaction } from '../interaction.ts'
import { createOneAtATime } from '../one-at-a-time.ts'
import { isTimestamp, isWrittenBy } from '../people.ts'
import { type Asked, findAsked } from './find-asked.ts'

/** Answers a question of a thread once more, for its asker alone and with what the asker alone may read. */
export type ShowPrivately = (click: Click, interaction: Interaction) => Promise<void>

export function createShowPrivately(): ShowPrivately {
  const oneAtATime = createOneAtATime()
  return async (click, interaction) => {
    const { words, voice, signal } = interaction
    const hasRun = await oneAtATime(click.value, async () => {
      const asked = await findAsked(click.value, click, interaction)
      if (asked === undefined) return await voice.say({ text: words.answers.gone }, signal)
      await show(asked, click, interaction)
    })
    if (!hasRun) await voice.say({ text: words.answers.stillRunning }, signal)
  }
}

async function show({ question, place, turnId }: Asked, click: Click, interaction: Interaction): Promise<void> {
  const { desk, person, words, voice, signal } = interaction
  if (!isWrittenBy(question.author.id, person.user)) {
    return await voice.say({ text: words.answers.notYours }, signal)
  }
  // The private thread knows nothing of what was said before, so it gets the question made standalone.
  const answer = await desk.host.records.findAnswer(turnId)
  const text = answer?.question ?? question.text
  const { channel, threadTs } = place
  const name = isTimestamp(click.at) ? click.at : click.trigger
  await askPrivately({ channel, threadTs, name, text, search: 'always' }, interaction)
}
