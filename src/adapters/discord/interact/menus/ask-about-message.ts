import type { TargetMessage } from '../../receive/arrival.ts'
import { stateOf } from '../desk-state.ts'
import type { FormData, Interaction } from '../interaction.ts'
import { plainBody } from '../parts/message-parts.ts'
import { askAboutForm, readQuestion } from './ask-about-form.ts'
import { askAboutQuoted } from './ask-quoted.ts'
import { describeMessage } from './describe-message.ts'
import { fetchTarget } from './fetch-target.ts'

/** Opens the form for a question about a message. */
export async function openAskAbout(target: TargetMessage, interaction: Interaction): Promise<void> {
  const { desk, person, where, words, respond, signal } = interaction
  if (target.text.trim() === '') return await respond.say(plainBody(words.menus.nothingToRead), signal)
  const key = `${where.channelId}:${target.id}`
  stateOf(desk).targets.put(`${person.id} ${key}`, target)
  await respond.openForm(askAboutForm(key, target, words), signal)
}

/** Answers a question about a message, for the asker alone. @param key of the message: channel and id */
export async function askAboutTarget(key: string, form: FormData, interaction: Interaction): Promise<void> {
  const { desk, person, where, words, respond, signal } = interaction
  const question = readQuestion(form)
  if (question === '') return await respond.say(plainBody(words.menus.errorEmpty), signal)
  const [, channelId, messageId] = /^(\d{1,20}):(\d{1,20})$/.exec(key) ?? []
  // What stands in another channel is none of this one's.
  if (channelId !== where.channelId || messageId === undefined) {
    return await respond.say(plainBody(words.menus.targetGone), signal)
  }
  await respond.defer('ephemeral', signal)
  const target = stateOf(desk).targets.find(`${person.id} ${key}`) ?? (await fetchTarget(messageId, interaction))
  if (target === undefined) return await respond.say(plainBody(words.menus.targetGone), signal)
  await askAboutQuoted({ text: question, quoted: describeMessage(target, words), search: 'auto' }, interaction)
}
