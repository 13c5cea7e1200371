import { promptOf } from '../journey-model.ts'
import type { Call, Ephemeral } from '../slack/slack-server.ts'
import { mayBeSaid, publish, type Stage } from './stage.ts'
import { type Hearing, type Item, type Person, readersOf, secretsIn } from './town.ts'
import { QUESTION_NAME } from './words.ts'

/** Looks at what was said and sent since the last time; what should not have been is written down as a leak. */
export function checkRound(stage: Stage): void {
  checkPrompts(stage)
  checkCalls(stage)
  checkEphemerals(stage)
  noteStanding(stage)
  for (const name of stage.underWay) noteUse(name, stage)
  stage.underWay.clear()
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
    if (secretsIn(prompt, { ...stage.town, items: [...question.wanted] }).length > 0) question.wasUsed = true
  }
  stage.seen.requests = requests.length
}

/** What is sent to Slack. What comes by a `response_url` is looked at where it is shown. */
function checkCalls(stage: Stage): void {
  const { calls } = stage.scene.slack
  for (const call of calls.slice(stage.seen.calls)) {
    if (call.method === 'response_url') continue
    compare(
      `${call.method} in ${String(call.arguments.channel)}`,
      JSON.stringify(call.arguments),
      hearingOf(call, stage),
      stage,
    )
  }
  stage.seen.calls = calls.length
}

function hearingOf({ method, arguments: given }: Call, stage: Stage): Hearing {
  const [channel, user, threadTs, ts] = [
    given.channel ?? given.channel_id,
    given.user ?? given.user_id,
    given.thread_ts,
    given.ts,
  ]
  if (method === 'chat.postEphemeral') return toPerson(user, `${String(channel)}/${String(threadTs)}`, stage)
  if (method === 'views.publish') return toPerson(user, undefined, stage)
  const room = stage.town.rooms.get(String(channel))
  const isSaid = /^(?:chat|assistant)\./.test(method)
  if (room === undefined || !isSaid) return { readers: EVERYBODY }
  const head = threadTs ?? headOf(String(channel), String(ts), stage)
  return { readers: readersOf(room, stage.town), thread: `${room.id}/${String(head)}` }
}

/** Somebody who may read nothing but what all may. */
const EVERYBODY: readonly Person[] = [{ id: 'anybody', kind: 'stranger' }]

function toPerson(user: unknown, thread: string | undefined, { town }: Stage): Hearing {
  const person = town.people.get(String(user))
  return { readers: person === undefined ? EVERYBODY : [person], ...(thread === undefined ? {} : { thread }) }
}

function headOf(channel: string, ts: string, { scene: { slack } }: Stage): string {
  return slack.messagesIn(channel).find((message) => message.ts === ts)?.threadTs ?? ts
}

/** What one person alone is shown. */
function checkEphemerals(stage: Stage): void {
  for (const one of stage.scene.slack.ephemerals) {
    const text = shownBy(one)
    if (stage.seen.ephemerals.get(one.ts) === text) continue
    stage.seen.ephemerals.set(one.ts, text)
    const thread = one.threadTs === undefined ? undefined : `${one.channel}/${one.threadTs}`
    compare(`what ${one.user} alone sees in ${one.channel}`, text, toPerson(one.user, thread, stage), stage)
  }
}

const shownBy = ({ text, blocks }: Ephemeral) => JSON.stringify([text, blocks])

function compare(where: string, text: string, hearing: Hearing, stage: Stage): void {
  const found = secretsIn(text, stage.town)
  if (found.length === 0) return
  const permitted = mayBeSaid(stage, hearing)
  for (const secret of found.filter((one) => !permitted.has(one))) {
    const item = stage.town.items.find((one) => one.secret === secret)
    stage.leaks.push(`${secret} (${describe(item)}) in ${where}, heard by ${nameAll(hearing)}`)
  }
}

const describe = (item: Item | undefined) => JSON.stringify(item?.scope)
const nameAll = ({ readers, thread }: Hearing) =>
  `${readers.map(({ id, kind }) => `${id} (${kind})`).join(', ')} in ${thread ?? 'no thread'}`

/** What stands in a thread may be taken up there: everyone who reads what follows has it before their eyes. */
function noteStanding(stage: Stage): void {
  for (const room of stage.town.rooms.keys()) {
    for (const message of stage.scene.slack.messagesIn(room)) {
      const text = JSON.stringify([message.text, message.blocks, message.parts])
      const found = secretsIn(text, stage.town)
      if (found.length > 0) publish(stage, `${room}/${message.threadTs ?? message.ts}`, found)
    }
  }
}

/** Whether there was something to use and something to hold back, and whether it was used. */
function noteUse(name: string, stage: Stage): void {
  const question = stage.questions.get(name)
  if (question === undefined) return
  const permitted = mayBeSaid(stage, question.hearing)
  question.permitted = new Set([...question.permitted, ...permitted])
  question.hadSome ||= question.wanted.some(
    (item) => permitted.has(item.secret) && isPromised(item, question.hearing, stage),
  )
  question.wasDenied ||= question.wanted.some(({ secret }) => !permitted.has(secret))
}

/**
 * Whether Kiku should use what may be said: in a room what is for all and what is the room's own, though its readers may
 * have more in common; to one person everything of the rooms that the person is in.
 */
function isPromised({ scope }: Item, { readers, thread }: Hearing, { town }: Stage): boolean {
  const room = town.rooms.get(thread?.split('/')[0] ?? '')
  const isAlone = room === undefined || room.kind === 'im'
  if (scope.kind === 'person') return isAlone
  if (scope.kind !== 'room' || scope.room === room?.id) return true
  return isAlone && readers.every(({ id }) => town.rooms.get(scope.room)?.members.has(id))
}
