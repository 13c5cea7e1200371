import type { Click } from '../click.ts'
import { askPrivately } from '../commands/ask-privately.ts'
import type { Interaction } from '../interaction.ts'
import { isTimestamp } from '../people.ts'
import { type AboutPrivateAnswer, createAboutPrivateAnswer } from './about-private-answer.ts'
import type { Asked } from './find-asked.ts'

/** Answers a question of a thread once more, for its asker alone and with what the asker alone may read. */
export const createShowPrivately = (): AboutPrivateAnswer => createAboutPrivateAnswer(show)

async function show({ question, place, turnId }: Asked, click: Click, interaction: Interaction): Promise<void> {
  // The private thread knows nothing of what was said before, so it gets the question made standalone.
  const answer = await interaction.desk.host.records.findAnswer(turnId)
  const text = answer?.question ?? question.text
  const { channel, threadTs } = place
  const name = isTimestamp(click.at) ? click.at : click.trigger
  await askPrivately({ channel, threadTs, name, text, search: 'always' }, interaction)
}
