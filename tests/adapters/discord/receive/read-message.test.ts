import { describe, expect, it } from 'vitest'
import { readMessage } from '../../../../src/adapters/discord/receive/read-message.ts'
import { alice, bob, direct, G, KIKU, kiku, message, OWN_ROLE, read, written } from './packets.ts'

describe('a message', () => {
  it('tells who wrote what, and where', () => {
    expect(read('MESSAGE_CREATE', message({ member: { nick: 'Ali' } }))).toEqual({
      kind: 'message',
      message: {
        id: '5000',
        channelId: '10',
        guild: G,
        author: { id: alice.id, name: 'Ali' },
        text: 'hello',
        isMention: false,
        mentionsOthers: false,
        isDirect: false,
        files: [],
      },
    })
  })

  it('to Kiku alone stands in no server', () => {
    expect(read('MESSAGE_CREATE', direct())).toMatchObject({ message: { guild: 'dm', isDirect: true } })
  })

  it('names Kiku by its user, by its role, or by replying to it', () => {
    const reply = { type: 19, message_reference: { message_id: '4000' }, referenced_message: { author: kiku } }

    expect(written({ content: `<@${KIKU}> what now?`, mentions: [kiku] })).toMatchObject({
      isMention: true,
      text: 'what now?',
    })
    expect(written({ content: `<@&${OWN_ROLE}>：元気？`, mention_roles: [OWN_ROLE] })).toMatchObject({
      isMention: true,
      mentionsOthers: false,
      text: '元気？',
    })
    // Also where the reply calls nobody.
    expect(written({ ...reply, mentions: [] })).toMatchObject({
      isMention: true,
      mentionsOthers: false,
      replyTo: '4000',
    })
  })

  it('names Kiku not by a call to everybody, nor by the role of somebody else', () => {
    expect(written({ mention_everyone: true })).toMatchObject({ isMention: false, mentionsOthers: true })
    expect(written({ mention_roles: ['1002'] })).toMatchObject({ isMention: false, mentionsOthers: true })
  })

  it('names others by mentions and replies, but not its own author', () => {
    const replyTo = (author: object) => ({
      type: 19,
      message_reference: { type: 0, message_id: '4000', channel_id: '10' },
      referenced_message: { author },
    })

    expect(written({ mentions: [bob] }).mentionsOthers).toBe(true)
    expect(written(replyTo(bob))).toMatchObject({ isMention: false, mentionsOthers: true, replyTo: '4000' })
    expect(written({ ...replyTo(alice), mentions: [alice] }).mentionsOthers).toBe(false)
  })

  it('keeps as its reply what it replies to, also when that is gone, and nothing of another channel', () => {
    const gone = { type: 19, message_reference: { message_id: '4000', channel_id: '10' }, referenced_message: null }
    const elsewhere = { type: 19, message_reference: { message_id: '4000', channel_id: '11' } }

    expect(written(gone)).toMatchObject({ replyTo: '4000', isMention: false })
    expect(written(elsewhere)).not.toHaveProperty('replyTo')
  })

  it('is read as a quote when it was forwarded, with its files, and calls nobody', () => {
    const forwarded = {
      content: '',
      message_reference: { type: 1, message_id: '3000', channel_id: '77' },
      message_snapshots: [
        {
          message: {
            content: `first <@${KIKU}> and <@12>\n二行目`,
            mentions: [kiku, bob],
            attachments: [{ id: '600', filename: 'plan.txt', size: 3, url: 'https://cdn/plan.txt' }],
          },
        },
      ],
    }

    const read_ = written(forwarded)

    expect(read_.text).toBe('> first @kiku and @bob\n> 二行目')
    expect(read_).toMatchObject({ isMention: false, mentionsOthers: false, files: [{ name: 'plan.txt' }] })
    expect(read_).not.toHaveProperty('replyTo')
  })

  it('that is a poll is read by its question and answers', () => {
    const poll = {
      question: { text: 'Lunch?' },
      answers: [{ poll_media: { text: '寿司' } }, { poll_media: { text: 'Pizza' } }, {}],
    }

    expect(written({ content: '', poll }).text).toBe('Lunch?\n- 寿司\n- Pizza')
  })

  it('is empty where Discord does not let Kiku read it', () => {
    expect(written({ content: '' }).text).toBe('')
  })

  it.each([
    ['own', { author: kiku }],
    ['bot', { author: { id: '77', username: 'deploys', bot: true } }],
    ['bot', { webhook_id: '88' }],
    ['system', { author: { id: '78', username: 'Discord', system: true } }],
    ['type', { type: 7 }],
    ['type', { type: 20 }],
    ['type', { type: 21 }],
    ['group', { guild_id: undefined, channel_type: 3 }],
    ['voice', { flags: 8192, attachments: [{ id: '1', filename: 'voice-message.ogg' }] }],
    ['sticker', { content: '', sticker_items: [{ id: '1', name: 'wave' }] }],
    ['malformed', { channel_id: undefined }],
    ['malformed', { id: '12; drop' }],
    ['malformed', { author: null }],
  ])('is left aside: %s %j', (reason, fields) => {
    expect(read('MESSAGE_CREATE', message(fields))).toEqual({ kind: 'ignored', reason })
  })

  it('keeps what can be read of one with broken parts', () => {
    const broken = {
      mentions: 'all',
      mention_roles: [7],
      attachments: [{}, 'x'],
      member: 4,
      message_snapshots: [{ message: 1 }],
      flags: '1',
    }

    expect(written({ ...broken, embeds: {}, poll: [] })).toMatchObject({ text: 'hello', files: [], isMention: false })
  })

  it('calls people by names that deceive nobody', () => {
    const hostile = { id: '13', username: 'eve', global_name: `\u202eadmin\n@everyone\u0000  ${'x'.repeat(200)}` }

    expect(written({ author: hostile }).author.name).toMatch(/^admin @everyone x+…$/)
    expect(written({ author: hostile }).author.name.length).toBeLessThanOrEqual(80)
    expect(written({ author: { id: '14', username: '\u200f', global_name: ' ' } }).author.name).toBe('14')
  })

  it('can be read when it was asked for, where nothing is known of roles and channels', () => {
    const raw = { ...message({ content: 'see <#10>, <@&1002>' }), guild_id: undefined, member: undefined }

    expect(readMessage(raw, { user: KIKU })?.text).toBe('see #10, @1002')
    expect(readMessage({ ...raw, author: kiku }, { user: KIKU })).toBeUndefined()
    expect(readMessage('nonsense', { user: KIKU })).toBeUndefined()
  })
})

describe('files', () => {
  it('are named as they were, in Japanese, too', () => {
    const attachments = [
      {
        id: '1',
        filename: '___.pdf',
        title: '議事録',
        content_type: 'application/pdf',
        size: 12,
        url: 'https://cdn/1',
      },
      { id: '2', filename: 'a.txt', content_type: 'text/plain; charset=utf-8', size: 3, url: 'https://cdn/2' },
      { id: '3', filename: 'b\u202etxt.exe' },
    ]

    expect(written({ attachments }).files).toEqual([
      { id: '1', name: '議事録.pdf', mediaType: 'application/pdf', size: 12, url: 'https://cdn/1' },
      { id: '2', name: 'a.txt', mediaType: 'text/plain', size: 3, url: 'https://cdn/2' },
      { id: '3', name: 'btxt.exe', mediaType: 'application/octet-stream', size: 0, url: '' },
    ])
  })
})

describe('an edit', () => {
  const edited_timestamp = '2026-11-21T07:08:09.123000+00:00'

  it('is told with a name that is the same each time', () => {
    const first = read('MESSAGE_UPDATE', message({ content: 'better', edited_timestamp }))

    expect(first).toMatchObject({
      kind: 'edited',
      message: { text: 'better' },
      version: String(Date.parse(edited_timestamp)),
    })
    expect(read('MESSAGE_UPDATE', message({ content: 'better', edited_timestamp }))).toEqual(first)
  })

  it('is none when Discord looked a link up, or pinned the message', () => {
    expect(read('MESSAGE_UPDATE', message({ edited_timestamp: null }))).toEqual({
      kind: 'ignored',
      reason: 'not-edited',
    })
    expect(read('MESSAGE_UPDATE', message({ edited_timestamp: 'soon' }))).toEqual({
      kind: 'ignored',
      reason: 'not-edited',
    })
  })

  it('of a bot, or of Kiku itself, is left aside', () => {
    expect(read('MESSAGE_UPDATE', message({ author: kiku, edited_timestamp }))).toEqual({
      kind: 'ignored',
      reason: 'own',
    })
  })
})
