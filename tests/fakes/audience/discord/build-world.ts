import { PermissionFlagsBits as Bits, ChannelType } from 'discord.js'
import { BOT_USER } from '../../discord/discord-server.ts'
import { EVERYONE } from '../../discord/world/default-permissions.ts'
import type { WorldOverwrite } from '../../discord/world/world-channel.ts'
import { NEVER } from '../../journey-bench.ts'
import { pick, statementOf } from '../words.ts'
import type { Plan, PlannedOverwrite, PlannedPaper, PlannedThread, Rights } from './plan.ts'
import { addItem, type Scope, type Stage } from './stage.ts'

/** The servers, people and channels of one case; those of earlier cases are there still. */
export interface Neighbourhood {
  readonly guilds: readonly Guild[]
  readonly people: readonly string[]
  /** Without threads. */
  readonly channels: readonly string[]
  readonly threads: readonly string[]
  /** A group of people and a server, of which Kiku is no member. */
  readonly elsewhere: readonly string[]
}

export interface Guild {
  readonly id: string
  readonly owner: string
  readonly roles: readonly string[]
}

const READING = Bits.ViewChannel | Bits.ReadMessageHistory
const WRITING = EVERYONE & ~READING
/** What Kiku may everywhere, whatever others may. */
const OF_KIKU = READING | WRITING

export const RIGHTS: Readonly<Record<Rights, bigint>> = {
  none: 0n,
  see: Bits.ViewChannel,
  read: READING,
  staff: READING | Bits.ManageThreads,
  admin: Bits.Administrator,
}

export async function buildWorld(plan: Plan, stage: Stage): Promise<Neighbourhood> {
  const { discord } = stage.scene
  const { world } = discord
  const people = plan.people.map(({ isChild }, index) => {
    const { id } = world.addUser({
      username: stage.words.person(),
      hasInstalled: true,
      locale: index % 3 === 0 ? 'ja' : 'en-US',
    })
    if (isChild) stage.children.add(id)
    return id
  })
  const guilds = plan.guilds.map((_, index) => addGuild(plan, index, people, stage))
  const channels = plan.channels.flatMap(({ guild: index, type, isNsfw, overwrites }) => {
    const guild = guilds[index]
    if (guild === undefined) return []
    // Discord keeps one of each role and person at most.
    const all = new Map(overwrites.map((one) => toOverwrite(one, guild, people)).map((one) => [one.id, one])).values()
    return world.addChannel({ guildId: guild.id, type, isNsfw, name: 'a-channel', overwrites: [...all, KIKU] }).id
  })
  const threads = plan.threads.flatMap((planned) => addThread(planned, channels, people, stage))
  // Told of when all is there.
  for (const { id } of guilds) discord.joinGuild(id)
  const neighbours = { guilds, people, channels, threads, elsewhere: addElsewhere(people, stage) }
  for (const paper of plan.papers) await addPaper(paper, neighbours, stage)
  return neighbours
}

const KIKU: WorldOverwrite = { id: BOT_USER, kind: 'member', allow: OF_KIKU, deny: 0n }

function addGuild({ guilds, people: planned }: Plan, index: number, people: readonly string[], stage: Stage): Guild {
  const { world } = stage.scene.discord
  const { everyone, roles: rights = [], isDiscoverable } = guilds[index] ?? { everyone: 'read', isDiscoverable: false }
  const owner = people[index] ?? ''
  const { id } = world.addGuild({
    ownerId: owner,
    name: stage.words.person(),
    hasBot: false,
    everyone: WRITING | RIGHTS[everyone],
    features: isDiscoverable ? ['COMMUNITY', 'DISCOVERABLE'] : [],
  })
  const roles = rights.map((one) => world.addRole(id, { permissions: RIGHTS[one] }).id)
  for (const [at, { guilds: bits, roles: held, isPending }] of planned.entries()) {
    const user = people[at]
    if (user === undefined || user === owner || (bits & (1 << index)) === 0) continue
    world.addMember(id, user, { roles: roles.filter((_, bit) => (held & (1 << bit)) !== 0), isPending })
  }
  return { id, owner, roles }
}

export function toOverwrite(
  { of, who, how }: PlannedOverwrite,
  guild: Guild,
  people: readonly string[],
): WorldOverwrite {
  const id = { everyone: guild.id, role: pick(guild.roles, who), person: pick(people, who) }[of] ?? guild.id
  const kind = of === 'person' ? 'member' : 'role'
  switch (how) {
    case 'hide':
      return { id, kind, allow: 0n, deny: Bits.ViewChannel }
    case 'forget':
      return { id, kind, allow: 0n, deny: Bits.ReadMessageHistory }
    case 'show':
      return { id, kind, allow: READING, deny: 0n }
    case 'show-now':
      return { id, kind, allow: Bits.ViewChannel, deny: Bits.ReadMessageHistory }
  }
}

function addThread(
  { where, isPrivate, members }: PlannedThread,
  channels: readonly string[],
  people: readonly string[],
  { scene }: Stage,
): readonly string[] {
  const { world } = scene.discord
  const parents = channels.filter((id) => world.channel(id).type === ChannelType.GuildText)
  const parent = pick(parents, where)
  if (parent === undefined) return []
  const guild = world.channel(parent).guildId ?? ''
  const there = people.filter((id, bit) => (members & (1 << bit)) !== 0 && world.member(guild, id) !== undefined)
  const owner = there[0] ?? world.guild(guild).ownerId
  return [world.addThread({ parent, owner, isPrivate, members: [...there, BOT_USER] }).id]
}

function addElsewhere(people: readonly string[], { scene }: Stage): readonly string[] {
  const { world } = scene.discord
  const [owner = '', ...others] = people
  const group = world.addChannel({ type: ChannelType.GroupDM, name: 'a group', recipients: people.slice(0, 3) })
  const foreign = world.addGuild({ ownerId: owner, members: others.slice(0, 3), hasBot: false })
  return [group.id, world.addChannel({ guildId: foreign.id, name: 'a-channel' }).id]
}

/** A paper holds one secret, also in its name and its title. */
async function addPaper(planned: PlannedPaper, neighbours: Neighbourhood, stage: Stage): Promise<void> {
  const { scope, label } = addressOf(planned, neighbours, stage)
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
  { guilds, people, channels, threads, elsewhere }: Neighbourhood,
  { scene }: Stage,
): { readonly scope: Scope; readonly label: string } {
  const nobody = { kind: 'nobody' } as const
  const { world } = scene.discord
  const guild = pick(guilds, choice)?.id ?? ''
  // Now and then a private thread, which has a label of its own; of a public one the channel's counts.
  const closed = threads.filter((id) => world.channel(id).type === ChannelType.PrivateThread)
  const channel = pick(choice % 5 === 0 && closed.length > 0 ? closed : channels, choice) ?? ''
  const inGuild = world.channel(channel).guildId
  switch (label) {
    case 'public':
      return { scope: { kind: 'everyone' }, label: 'public' }
    case 'guild':
      return { scope: { kind: 'guild', guild }, label: `discord:${guild}` }
    case 'channel':
      return { scope: { kind: 'channel', channel }, label: `discord:${inGuild}:${channel}` }
    case 'person': {
      const person = pick(people, choice) ?? ''
      return { scope: { kind: 'person', person }, label: `person:discord:${person}` }
    }
    case 'thread':
      return { scope: nobody, label: `thread:discord:${inGuild}:${channel}:1000000000000000000` }
    case 'group':
      return { scope: nobody, label: 'group:board' }
    case 'slack':
      return { scope: nobody, label: choice % 2 === 0 ? 'slack:T1' : `slack:T1:${channel}` }
    case 'elsewhere': {
      const foreign = world.channel(elsewhere[1] ?? '')
      const ids = choice % 2 === 0 ? `${foreign.guildId}` : `${foreign.guildId}:${channel}`
      return { scope: nobody, label: `discord:${ids}` }
    }
  }
}
