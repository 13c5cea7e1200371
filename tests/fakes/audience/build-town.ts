import { NEVER } from '../journey-bench.ts'
import { BOT_USER, TEAM } from '../slack/slack-server.ts'
import { OTHER_TEAM } from '../slack/world.ts'
import type { Plan, PlannedPaper } from './plan.ts'
import { addItem, type Stage } from './stage.ts'
import type { Person, Room, Scope } from './town.ts'
import { pick, statementOf } from './words.ts'

/** The people and rooms of one case; those of earlier cases are there still. */
export interface Neighbourhood {
  readonly people: readonly Person[]
  readonly rooms: readonly Room[]
}

let built = 0

export async function buildTown(plan: Plan, stage: Stage): Promise<Neighbourhood> {
  built += 1
  const people = plan.people.map((kind, index) => addPerson(`U${built}P${index}`, kind, index, stage))
  const rooms: Room[] = []
  for (const [index, planned] of plan.rooms.entries()) {
    const isInvited = ({ kind }: Person) => !planned.isForStaff || kind === 'member'
    const members = people.filter((person, bit) => (planned.members & (1 << bit)) !== 0 && isInvited(person))
    const letter = planned.kind === 'mpim' ? 'G' : 'C'
    const about = { kind: planned.kind, sharing: planned.sharing, id: `${letter}${built}R${index}` }
    const room: Room = { ...about, members: new Set(members.map(({ id }) => id)) }
    stage.scene.slack.world.addChannel({ ...about, members: [...room.members] })
    await stage.scene.slack.join({ user: BOT_USER, channel: room.id })
    stage.town.rooms.set(room.id, room)
    rooms.push(room)
  }
  for (const paper of plan.papers) await addPaper(paper, { people, rooms }, stage)
  return { people, rooms }
}

function addPerson(id: string, kind: Person['kind'], index: number, stage: Stage): Person {
  const { world } = stage.scene.slack
  const name = stage.words.person()
  world.addUser({
    id,
    kind,
    name,
    realName: name,
    locale: index % 3 === 0 ? 'ja-JP' : 'en-US',
    team: kind === 'stranger' ? OTHER_TEAM : TEAM,
    ...(kind === 'bot' ? { botId: `B${id}` } : {}),
  })
  const person: Person = { id, kind }
  stage.town.people.set(id, person)
  const direct = world.directMessage(id)
  stage.town.rooms.set(direct.id, { id: direct.id, kind: 'im', sharing: 'none', members: new Set([id]) })
  return person
}

/** A paper holds one secret, also in its name and its title. */
async function addPaper(planned: PlannedPaper, neighbours: Neighbourhood, stage: Stage): Promise<void> {
  const { scope, label } = addressOf(planned, neighbours)
  const words = { key: stage.words.key(), secret: stage.words.secret() }
  const statement = statementOf(words, planned.isJapanese)
  const text = `# About ${words.key} and ${words.secret}\n\n${statement}\n`
  const path = await stage.scene.journey.write(`${words.secret}.md`, text)
  addItem(stage, scope, label, words)
  const { added } = await stage.scene.kiku().ingest({ locations: [path], audience: label }, () => {}, NEVER)
  if (added !== 1) throw new Error('The paper was not taken in.')
}

function addressOf(
  { label, choice }: PlannedPaper,
  { people, rooms }: Neighbourhood,
): { readonly scope: Scope; readonly label: string } {
  const nobody = { kind: 'nobody' } as const
  const room = pick(rooms, choice)
  const person = pick(people, choice)
  switch (label) {
    case 'public':
      return { scope: { kind: 'everyone' }, label: 'public' }
    case 'workspace':
      return { scope: { kind: 'workspace' }, label: `slack:${TEAM}` }
    case 'room':
      if (room === undefined) throw new Error('A town has rooms.')
      return { scope: { kind: 'room', room: room.id }, label: `slack:${TEAM}:${room.id}` }
    case 'person': {
      if (person === undefined) throw new Error('A town has people.')
      const team = person.kind === 'stranger' ? OTHER_TEAM : TEAM
      return { scope: { kind: 'person', person: person.id }, label: `person:slack:${team}:${person.id}` }
    }
    case 'thread':
      return { scope: nobody, label: `thread:slack:${TEAM}:${room?.id}:1500000000.000100` }
    case 'group':
      return { scope: nobody, label: 'group:board' }
    case 'discord':
      return { scope: nobody, label: choice % 2 === 0 ? 'discord:G1' : `discord:G1:${room?.id}` }
    case 'elsewhere':
      return { scope: nobody, label: choice % 2 === 0 ? `slack:${OTHER_TEAM}` : `slack:${OTHER_TEAM}:${room?.id}` }
  }
}
