import type { Click } from '../click.ts'
import type { Interaction } from '../interaction.ts'
import { type AboutPrivateAnswer, createAboutPrivateAnswer } from './about-private-answer.ts'
import type { Asked } from './find-asked.ts'

/** Shares private answers with the channel in which they were asked, each once. */
export const createShareAnswer = (): AboutPrivateAnswer => createAboutPrivateAnswer(share)

async function share(asked: Asked, click: Click, { desk, person, words, voice, signal }: Interaction): Promise<void> {
  const { channel } = asked.place
  // Where the private answer had to be given in a direct message, its thread there is none of the channel's.
  const thread = click.threadTs !== undefined && click.channel === channel ? { threadTs: click.threadTs } : {}
  const outcome = await desk.answers.share(asked.turnId, person, { team: desk.identity.team, channel, ...thread })
  switch (outcome) {
    case 'shared':
      return await voice.say({ text: words.answers.shared }, signal)
    case 'asked-again':
      return await voice.say({ text: words.answers.sharedAgain }, signal)
    case 'gone':
      return await voice.say({ text: words.answers.gone }, signal)
  }
}
