import type { Click } from '../click.ts'
import { askPrivately } from '../commands/ask-privately.ts'
import type { Interaction } from '../interaction.ts'
import { isWrittenBy } from '../people.ts'
import { findAsked } from './find-asked.ts'

/** Answers a question of a thread once more, for its asker alone and with what the asker alone may read. */
export async function showPrivately(click: Click, interaction: Interaction): Promise<void> {
  const { desk, person, words, voice, signal } = interaction
  const asked = await findAsked(click.value, click, interaction)
  if (asked === undefined) return await voice.say({ text: words.answers.gone }, signal)
  const { question, place, turnId, id } = asked
  if (!isWrittenBy(question.author.id, person.user)) {
    return await voice.say({ text: words.answers.notYours }, signal)
  }
  // The private thread knows nothing of what was said before, so it gets the question made standalone.
  const answer = await desk.host.records.findAnswer(turnId)
  const text = answer?.question ?? question.text
  const { channel, threadTs } = place
  // One name for all clicks on the offer: the second one is a duplicate to the inbox.
  await askPrivately({ channel, threadTs, name: `${id}-offer`, text, search: 'always' }, interaction)
}
