import type { Click } from '../click.ts'
import type { Interaction } from '../interaction.ts'
import { isDirectChannel, parseTurnId } from '../people.ts'

/** Stops an answer that is being written. What it has shown so far says itself that it was stopped. */
export async function stopAnswer(click: Click, { desk, words, voice, signal }: Interaction): Promise<void> {
  const turnId = click.value
  const running = desk.answers.running(turnId)
  const turn = parseTurnId(turnId, desk.identity.team)
  if (running === undefined || turn === undefined) return await voice.say({ text: words.answers.notRunning }, signal)
  const isAsker = running.asker.user === click.user
  if (!isAsker && !(isDirectChannel(turn.channel) && turn.channel === click.channel)) {
    return await voice.say({ text: words.answers.notYoursToStop }, signal)
  }
  if (!desk.answers.stop(turnId, 'stopped')) await voice.say({ text: words.answers.notRunning }, signal)
}
