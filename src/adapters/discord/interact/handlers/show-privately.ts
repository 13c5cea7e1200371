import { privatePlace } from '../../discord-ids.ts'
import { stateOf } from '../desk-state.ts'
import type { ClickData, Interaction } from '../interaction.ts'
import { plainBody } from '../parts/message-parts.ts'
import { isWrittenBy } from '../people.ts'
import { targetHere } from '../target-here.ts'
import { findAsked } from './find-asked.ts'

/** Answers a question once more, for its asker alone and with what the asker alone may read. */
export async function showPrivately(turnId: string, click: ClickData, interaction: Interaction): Promise<void> {
  const { desk, words, respond, signal } = interaction
  const hasRun = await stateOf(desk).repetitions(`private ${turnId}`, () => show(turnId, click, interaction))
  if (!hasRun) await respond.say(plainBody(words.answers.stillRunning), signal)
}

async function show(turnId: string, { message }: ClickData, interaction: Interaction): Promise<void> {
  const { desk, ref, person, locale, words, respond, signal } = interaction
  // The offer, which its reader alone sees, gives way to the answer; a message that others see stays.
  await (message.isEphemeral ? respond.deferUpdate(signal) : respond.defer('ephemeral', signal))
  const asked = await findAsked(turnId, interaction)
  if (asked === undefined) return await respond.say(plainBody(words.answers.gone), signal)
  const { question, place } = asked
  if (!isWrittenBy(question.author.id, person.id)) {
    return await respond.say(plainBody(words.answers.notYours), signal)
  }
  // The private conversation knows nothing of what was said before, so it gets the question made standalone.
  const answer = await desk.host.records.findAnswer(turnId)
  await desk.answers.ask({
    id: ref.id,
    place: privatePlace(place, ref.id),
    asker: person,
    text: answer?.question ?? question.text,
    search: 'always',
    locale,
    target: targetHere(true, interaction),
    files: [],
    askedIn: asked.askedIn,
  })
}
