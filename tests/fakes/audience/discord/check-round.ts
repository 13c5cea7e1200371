import { BOT_USER, type DiscordMessage } from '../../discord/discord-server.ts'
import type { Call } from '../../discord/rest/rest-api.ts'
import { objectOf, textOf } from '../../discord/wire.ts'
import { promptOf } from '../../journey-model.ts'
import { QUESTION_NAME } from '../words.ts'
import { hearersOf, isPromised, permittedIn } from './oracle.ts'
import { type Hearing, publish, type Stage, secretsIn } from './stage.ts'

/** Looks at what was said and sent since the last time; what should not have been is written down as a leak. */
export function checkRound(stage: Stage): void {
  checkPrompts(stage)
  checkMessages(stage)
  checkCalls(stage)
  checkOffered(stage)
  noteStanding(stage)
  for (const name of stage.underWay) noteUse(name, stage)
  stage.underWay.clear()
  stage.busy.clear()
}

/** What a model reads for a question. */
function checkPrompts(stage: Stage): void {
  const requests = stage.scene.model?.requests ?? []
  for (const { chat } of requests.slice(stage.seen.requests)) {
    const prompt = promptOf(chat)
    const name = prompt.match(QUESTION_NAME)?.at(-1)
    const question = name === undefined ? undefined : stage.questions.get(name)
    if (name === undefined || question === undefined || !stage.underWay.has(name)) {
      stage.leaks.push(`a prompt for no question of this round: ${name}`)
      continue
    }
    compare(`the prompt for ${name}`, prompt, question.hearing, stage)
    if (secretsIn(prompt, question.wanted).length > 0) question.wasUsed = true
  }
  stage.seen.requests = requests.length
}

/** What people see of Kiku's, as it stands and as it stood. */
function checkMessages(stage: Stage): void {
  const { versions } = stage.seen
  for (const message of messagesOfKiku(stage)) {
    for (const version of message.versions.slice(versions.get(message.id) ?? 0)) {
      const { content, components, embeds } = version
      compare(
        `a message of ${message.id}`,
        JSON.stringify([content, components, embeds]),
        hearingOf(message, stage),
        stage,
      )
    }
    versions.set(message.id, message.versions.length)
  }
}

function messagesOfKiku({ scene: { discord } }: Stage): readonly DiscordMessage[] {
  const all = [...discord.world.channels.keys()].flatMap((channel) => discord.messagesIn(channel))
  return all.filter(({ authorId }) => authorId === BOT_USER)
}

function hearingOf(message: DiscordMessage, { places }: Stage): Hearing {
  const { channelId: channel, interactionId, reference, onlyFor } = message
  const conversation = places.get(interactionId ?? reference?.messageId ?? '') ?? channel
  return { channel, conversation, ...(onlyFor === undefined ? {} : { only: onlyFor }) }
}

/** What is sent to Discord. What answers an interaction is looked at where it is shown. */
function checkCalls(stage: Stage): void {
  const { calls } = stage.scene.discord
  for (const call of calls.slice(stage.seen.calls)) {
    const { route, path, body } = call
    if (/^\w+ \/(?:webhooks|interactions)\//.test(route)) continue
    compare(`${route} with ${path}`, `${path} ${JSON.stringify(body)}`, hearingOfCall(call, stage), stage)
  }
  stage.seen.calls = calls.length
}

function hearingOfCall({ params, body }: Call, stage: Stage): Hearing {
  const { channel, message: id } = params
  if (channel === undefined) return ANYWHERE
  const edited = stage.scene.discord.messagesIn(channel).find((one) => one.id === id)
  if (edited !== undefined) return hearingOf(edited, stage)
  const replied = textOf(objectOf(objectOf(body).message_reference).message_id)
  return { channel, conversation: stage.places.get(replied) ?? channel }
}

/** Where anybody may be. */
const ANYWHERE: Hearing = { channel: 'anywhere', conversation: 'anywhere', only: 'anybody' }

function checkOffered(stage: Stage): void {
  for (const { user, channel, text } of stage.offered.slice(stage.seen.offered)) {
    compare(`what ${user} is offered`, text, { channel, conversation: channel, only: user }, stage)
  }
  stage.seen.offered = stage.offered.length
}

function compare(where: string, text: string, hearing: Hearing, stage: Stage): void {
  const found = secretsIn(text, stage.items)
  if (found.length === 0) return
  const permitted = permittedIn(hearing, stage)
  for (const secret of found.filter((one) => !permitted.has(one))) {
    const item = stage.items.find((one) => one.secret === secret)
    const { channel, only } = hearing
    const hearers = only ?? hearersOf(hearing, stage).join(', ')
    stage.leaks.push(`${secret} (${JSON.stringify(item?.scope)}) in ${where}, heard in ${channel} by ${hearers}`)
  }
}

/** What stands in a thread may be taken up there: everyone who reads what follows has it before their eyes. */
function noteStanding(stage: Stage): void {
  const { discord } = stage.scene
  for (const channel of discord.world.channels.keys()) {
    publishIn(
      channel,
      discord.messagesIn(channel).filter(({ onlyFor }) => onlyFor === undefined),
      stage,
    )
  }
  for (const { id, answers } of stage.conversations) {
    publishIn(
      id,
      answers.map(({ message }) => message),
      stage,
    )
  }
}

function publishIn(place: string, messages: readonly DiscordMessage[], stage: Stage): void {
  const text = JSON.stringify(messages.map(({ content, components, embeds }) => [content, components, embeds]))
  const found = secretsIn(text, stage.items)
  if (found.length > 0) publish(stage, place, found)
}

/** Whether there was something to use and something to hold back, and whether it was used. */
function noteUse(name: string, stage: Stage): void {
  const question = stage.questions.get(name)
  if (question === undefined || !stage.scene.discord.world.channels.has(question.hearing.channel)) return
  const { wanted, hearing } = question
  const permitted = permittedIn(hearing, stage)
  question.permitted = new Set([...question.permitted, ...permitted])
  question.hadSome ||= wanted.some((item) => permitted.has(item.secret) && isPromised(item, hearing, stage))
  question.wasDenied ||= wanted.some(({ secret }) => !permitted.has(secret))
}
