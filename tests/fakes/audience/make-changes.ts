import { BOT_USER, TEAM } from '../slack/slack-server.ts'
import type { Neighbourhood } from './build-town.ts'
import type { Change } from './plan.ts'
import { addItem, publish, type Stage } from './stage.ts'
import type { Person, Room } from './town.ts'
import { pick, statementOf } from './words.ts'

const KINDS = ['member', 'multi-channel-guest', 'deactivated', 'single-channel-guest'] as const

/** People come, go, are made guests and are made members again; rooms are shared; things are said. Slack tells of it all. */
export async function makeChange(change: Change, { people, rooms }: Neighbourhood, stage: Stage): Promise<void> {
  const { slack } = stage.scene
  const room = pick(rooms, change.where)
  if (room === undefined) return
  switch (change.kind) {
    case 'join': {
      const outside = room.kind === 'mpim' ? [] : people.filter(({ id }) => !room.members.has(id))
      // Who comes in later is a guest more often than not: that is when something has to change.
      const guests = outside.filter(({ kind }) => kind !== 'member' && kind !== 'bot')
      const person = pick(guests.length > 0 && change.how % 4 !== 0 ? guests : outside, change.who)
      if (person === undefined) return
      room.members.add(person.id)
      return await slack.join({ user: person.id, channel: room.id })
    }
    case 'leave': {
      const inside = room.kind === 'mpim' ? [] : people.filter(({ id }) => room.members.has(id))
      const person = pick(inside, change.who)
      if (person === undefined) return
      room.members.delete(person.id)
      return await slack.leave({ user: person.id, channel: room.id })
    }
    case 'kind': {
      const staff = people.filter(({ kind }) => kind !== 'stranger' && kind !== 'bot')
      const person = pick(staff, change.who)
      const kind = pick(KINDS, change.how)
      if (person === undefined || kind === undefined || kind === person.kind) return
      person.kind = kind
      return await slack.changeUser(person.id, { kind })
    }
    case 'share':
      if (room.kind === 'mpim' || room.sharing === 'organisation' || room.sharing === 'pending') return
      room.sharing = room.sharing === 'none' ? 'external' : 'none'
      return await slack.shareChannel(room.id, room.sharing)
    case 'say':
      return await say(change, room, people, stage)
  }
}

/** Somebody tells something in a room, not to Kiku, which remembers it. */
async function say(change: Change, room: Room, people: readonly Person[], stage: Stage): Promise<void> {
  const speaker = pick(speakersIn(room, people), change.who)
  if (speaker === undefined) return
  const words = { key: stage.words.key(), secret: stage.words.secret() }
  addItem(stage, { kind: 'room', room: room.id }, `slack:${TEAM}:${room.id}`, words)
  const text = statementOf(words, change.how % 2 === 1)
  const said = await stage.scene.slack.say({ user: speaker.id, channel: room.id, text })
  publish(stage, `${room.id}/${said.ts}`, [words.secret])
}

export function speakersIn(room: Room, people: readonly Person[]): readonly Person[] {
  return people.filter(
    ({ id, kind }) => id !== BOT_USER && room.members.has(id) && kind !== 'bot' && kind !== 'deactivated',
  )
}
