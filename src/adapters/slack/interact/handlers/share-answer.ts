import type { Click } from '../click.ts'
import type { Interaction } from '../interaction.ts'
import { createOneAtATime } from '../one-at-a-time.ts'
import { isWrittenBy } from '../people.ts'
import { type Asked, findAsked } from './find-asked.ts'

/** Shares private answers with the channel in which they were asked, each once. */
export type ShareAnswer = (click: Click, interaction: Interaction) => Promise<void>

export function createShareAnswer(): ShareAnswer {
  const oneAtATime = createOneAtATime()
  return async (click, interaction) => {
    const { words, voice, signal } = interaction
    const hasRun = await oneAtATime(click.value, async () => {
      const asked = await findAsked(click.value, click, interaction)
      if (asked === undefined) return await voice.say({ text: words.answers.gone }, signal)
      await share(asked, click, interaction)
    })
    if (!hasRun) await voice.say({ text: words.answers.stillRunning }, signal)
  }
}

async function share(asked: Asked, click: Click, { desk, person, words, voice, signal }: Interaction): Promise<void> {
  if (!isWrittenBy(asked.question.author.id, person.user)) {
    return await voice.say({ text: words.answers.notYours }, signal)
  }
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
