import { parseTurnId } from '../../discord-ids.ts'
import type { Interaction } from '../interaction.ts'
import { plainBody } from '../parts/message-parts.ts'
import { mayManageMessages } from '../people.ts'
import { belongsHere } from './find-asked.ts'

/**
 * Stops an answer that is being written, for its asker and for those who manage the messages here. What it has shown so
 * far says itself that it was stopped.
 */
export async function stopAnswer(turnId: string, interaction: Interaction): Promise<void> {
  const { desk, person, where, words, respond, signal } = interaction
  const turn = parseTurnId(turnId)
  const running = desk.answers.running(turnId)
  if (running === undefined || turn === undefined) {
    return await respond.say(plainBody(words.answers.notRunning), signal)
  }
  // Someone else's is stopped by permission, which holds where it was clicked only.
  const isAsker = running.asker === person.id
  if (!isAsker && !mayManageMessages(where)) {
    return await respond.say(plainBody(words.answers.notYoursToStop), signal)
  }
  await respond.deferUpdate(signal)
  if (!isAsker && !(await belongsHere(turn, interaction))) {
    return await respond.say(plainBody(words.answers.notYoursToStop), signal)
  }
  if (!desk.answers.stop(turnId, 'stopped')) await respond.say(plainBody(words.answers.notRunning), signal)
}
