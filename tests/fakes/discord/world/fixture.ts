import { PermissionFlagsBits as Bits, ChannelType } from 'discord.js'
import { EVERYONE } from './default-permissions.ts'
import type { World } from './world.ts'
import type { WorldOverwrite } from './world-channel.ts'

/** Ids of moments in January 2024, one millisecond apart. Even ones fall to the first of two shards. */
const fixed = (serial: number): string => String((283_000_000_000n + BigInt(serial)) << 22n)

/** The app, which is its bot, too. */
export const BOT_USER = fixed(2)

/** The servers that every Discord begins with. With two shards each has one. */
export const GUILDS = {
  /** Owned by `owner`; everybody but `stranger` is in it. */
  office: fixed(10),
  /** Another company's: alice and the stranger, and Kiku. */
  partner: fixed(11),
  /** Where Kiku is not: alice and bob. */
  foreign: fixed(12),
} as const

export const ROLES = {
  /** In the office: opens the board's channel. */
  board: fixed(20),
  /** In the office: sees the guests' channel alone. */
  guest: fixed(22),
  /** In the office: Manage Server. */
  manager: fixed(24),
  /** In the office: can be called by everybody. */
  oncall: fixed(26),
} as const

export const PEOPLE = {
  alice: fixed(100),
  bob: fixed(102),
  /** Reads Japanese. */
  yuki: fixed(104),
  /** Manages the office's server. */
  mona: fixed(106),
  /** Owns the office's server. */
  owner: fixed(108),
  guest: fixed(110),
  /** Of the partner's server only. */
  stranger: fixed(112),
  otherBot: fixed(114),
} as const

/** Kiku, and it alone, does not see `hidden`, may not write in `readOnly`, nor read the past of `noHistory`. */
export const CHANNELS = {
  category: fixed(200),
  general: fixed(202),
  japanese: fixed(204),
  /** For the role `board` (alice and bob) and Kiku. */
  board: fixed(206),
  /** For bob alone, by an overwrite of his own, and Kiku. */
  personal: fixed(208),
  announcements: fixed(210),
  forum: fixed(212),
  voice: fixed(214),
  guests: fixed(216),
  readOnly: fixed(218),
  noHistory: fixed(220),
  hidden: fixed(222),
  /** Threads: one of `general`, one of `general` for alice and Kiku, one of `board`. */
  publicThread: fixed(230),
  privateThread: fixed(232),
  boardThread: fixed(234),
  partnerGeneral: fixed(240),
  partnerForum: fixed(242),
  foreignGeneral: fixed(250),
  /** Between alice and bob, without Kiku. */
  group: fixed(260),
  aliceDirect: fixed(262),
  yukiDirect: fixed(264),
} as const

/** Tags of the office's forum. */
const TAGS = { question: fixed(300), solved: fixed(302) } as const

export function fillWorld(world: World): void {
  const { alice, bob, yuki, mona, owner, guest, stranger, otherBot } = PEOPLE
  world.addUser({ id: BOT_USER, username: 'kiku', globalName: 'Kiku', isBot: true })
  world.addUser({ id: alice, username: 'alice', globalName: 'Alice Adams' })
  world.addUser({ id: bob, username: 'bob', globalName: 'Bob Brown' })
  world.addUser({ id: yuki, username: 'yuki', globalName: '田中雪', locale: 'ja' })
  world.addUser({ id: mona, username: 'mona', globalName: 'Mona Manager' })
  world.addUser({ id: owner, username: 'owner', globalName: 'Olga Owner' })
  world.addUser({ id: guest, username: 'guest', globalName: null })
  world.addUser({ id: stranger, username: 'stranger', globalName: 'Sam Stranger' })
  world.addUser({ id: otherBot, username: 'deploys', isBot: true })

  fillOffice(world)
  world.addGuild({ id: GUILDS.partner, name: 'Partner', ownerId: stranger, members: [alice] })
  world.addChannel({ id: CHANNELS.partnerGeneral, guildId: GUILDS.partner, name: 'lobby' })
  world.addChannel({
    id: CHANNELS.partnerForum,
    guildId: GUILDS.partner,
    name: 'ideas',
    type: ChannelType.GuildForum,
  })
  world.addGuild({ id: GUILDS.foreign, name: 'Elsewhere', ownerId: alice, members: [bob], hasBot: false })
  world.addChannel({ id: CHANNELS.foreignGeneral, guildId: GUILDS.foreign, name: 'general' })
  world.addChannel({
    id: CHANNELS.group,
    type: ChannelType.GroupDM,
    name: 'alice and bob',
    recipients: [alice, bob],
  })
  world.addChannel({ id: CHANNELS.aliceDirect, type: ChannelType.DM, recipients: [alice, BOT_USER] })
  world.addChannel({ id: CHANNELS.yukiDirect, type: ChannelType.DM, recipients: [yuki, BOT_USER] })
}

function fillOffice(world: World): void {
  const { alice, bob, yuki, mona, owner, guest, otherBot } = PEOPLE
  const guildId = GUILDS.office
  world.addGuild({ id: guildId, name: 'Office', ownerId: owner, everyone: EVERYONE })
  world.addRole(guildId, { id: ROLES.board, name: 'Board' })
  world.addRole(guildId, { id: ROLES.guest, name: 'Guests' })
  world.addRole(guildId, { id: ROLES.manager, name: 'Managers', permissions: Bits.ManageGuild | Bits.ManageMessages })
  world.addRole(guildId, { id: ROLES.oncall, name: 'On call', isMentionable: true })
  world.addMember(guildId, alice, { roles: [ROLES.board] })
  world.addMember(guildId, bob, { roles: [ROLES.board, ROLES.oncall] })
  world.addMember(guildId, yuki, { nick: '雪' })
  world.addMember(guildId, mona, { roles: [ROLES.manager] })
  world.addMember(guildId, guest, { roles: [ROLES.guest] })
  world.addMember(guildId, otherBot)

  const see = Bits.ViewChannel
  const closed: readonly WorldOverwrite[] = [everyone({ deny: see }), forMember(BOT_USER, { allow: see })]
  const notForGuests = forRole(ROLES.guest, { deny: see })
  const open = (id: string, name: string, more: readonly WorldOverwrite[] = [], type = ChannelType.GuildText) =>
    world.addChannel({ id, guildId, name, type, parentId: CHANNELS.category, overwrites: [notForGuests, ...more] })

  world.addChannel({ id: CHANNELS.category, guildId, name: 'Office', type: ChannelType.GuildCategory })
  open(CHANNELS.general, 'general')
  open(CHANNELS.japanese, '日本語')
  open(CHANNELS.announcements, 'news', [], ChannelType.GuildAnnouncement)
  open(CHANNELS.voice, 'talk', [], ChannelType.GuildVoice)
  open(CHANNELS.readOnly, 'rules', [forMember(BOT_USER, { deny: Bits.SendMessages | Bits.SendMessagesInThreads })])
  open(CHANNELS.noHistory, 'no-history', [forMember(BOT_USER, { deny: Bits.ReadMessageHistory })])
  open(CHANNELS.hidden, 'elsewhere', [forMember(BOT_USER, { deny: see })])
  world.addChannel({ id: CHANNELS.guests, guildId, name: 'guests' })
  world.addChannel({
    id: CHANNELS.board,
    guildId,
    name: 'board',
    overwrites: [...closed, forRole(ROLES.board, { allow: see })],
  })
  world.addChannel({
    id: CHANNELS.personal,
    guildId,
    name: 'bob-only',
    overwrites: [...closed, forMember(bob, { allow: see })],
  })
  world.addChannel({
    id: CHANNELS.forum,
    guildId,
    name: 'help',
    type: ChannelType.GuildForum,
    overwrites: [notForGuests],
    availableTags: [
      { id: TAGS.question, name: 'question', isModerated: false },
      { id: TAGS.solved, name: 'solved', isModerated: false },
    ],
  })
  const { general, board } = CHANNELS
  world.addThread({ id: CHANNELS.publicThread, parent: general, owner: alice, name: 'an open thread' })
  world.addThread({
    id: CHANNELS.privateThread,
    parent: general,
    owner: alice,
    name: 'a closed thread',
    isPrivate: true,
    members: [BOT_USER],
  })
  world.addThread({ id: CHANNELS.boardThread, parent: board, owner: bob, name: 'budget' })
}

interface Change {
  readonly allow?: bigint
  readonly deny?: bigint
}

const everyone = (change: Change): WorldOverwrite => forRole(GUILDS.office, change)
const forRole = (id: string, { allow = 0n, deny = 0n }: Change): WorldOverwrite => ({ id, kind: 'role', allow, deny })
const forMember = (id: string, change: Change): WorldOverwrite => ({
  id,
  kind: 'member',
  allow: change.allow ?? 0n,
  deny: change.deny ?? 0n,
})
