import { fitLines } from '../../../common/chat/fit-lines.ts'
import type { TargetMessage } from '../../receive/arrival.ts'
import type { Interaction } from '../interaction.ts'
import { plainBody } from '../parts/message-parts.ts'
import { askAboutQuoted } from './ask-quoted.ts'
import { describeLine } from './describe-message.ts'
import { readOnwards } from './read-onwards.ts'

const MOST_LINE = 1_200

/**
 * Sums up what was written from a message on, for the one who asked alone. Where Kiku may not read on, it says what it
 * lacks, and sums up the message itself, whose words Discord tells with the command.
 */
export async function summariseFromHere(target: TargetMessage, interaction: Interaction): Promise<void> {
  const { words, respond, signal } = interaction
  await respond.defer('ephemeral', signal)
  const onwards = await readOnwards(target.id, interaction)
  const line = target.isBot ? undefined : describeLine(target, words, MOST_LINE)
  if (onwards.kind === 'closed') {
    if (line === undefined) return await respond.say(plainBody(words.menus.cannotRead(onwards.why)), signal)
    await summarise(line, interaction)
    // Behind the answer, since the first thing that is said takes its place.
    return await respond.note(plainBody(words.menus.onlyThis(onwards.why)), signal)
  }
  const lines = onwards.messages.flatMap((message) => describeLine(message, words, MOST_LINE) ?? [])
  const { leftOut, leftOutMany } = words.menus
  const all = [...(line === undefined ? [] : [line]), ...(onwards.isCut ? [leftOutMany] : []), ...lines]
  if (line === undefined && lines.length === 0) {
    return await respond.say(plainBody(words.menus.nothingToSummarise), signal)
  }
  await summarise(fitLines(all, leftOut), interaction)
}

async function summarise(quoted: string, interaction: Interaction): Promise<void> {
  const text = interaction.words.menus.summarise
  // All there is to know is quoted; a search would only add what was not said there.
  await askAboutQuoted({ text, quoted, search: 'never' }, interaction)
}
