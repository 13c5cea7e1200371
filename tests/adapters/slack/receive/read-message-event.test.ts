import { describe, expect, it } from 'vitest'
import { readDelivery } from '../../../../src/adapters/slack/receive/read-delivery.ts'
import { delivery, identity, written } from './deliveries.ts'

const read = (event: Readonly<Record<string, unknown>>, around = {}) => readDelivery(delivery(event, around), identity)

const MESSAGE = {
  team: 'T1',
  channel: 'C1',
  threadTs: '1700000000.000100',
  ts: '1700000000.000100',
  user: 'U1',
  userTeam: 'T1',
  text: 'How much leave do I have?',
  isMention: false,
  mentionsOthers: false,
  isDirect: false,
  files: [],
}

describe('a message', () => {
  it('reads a message of a channel', () => {
    expect(read(written())).toEqual({ kind: 'message', message: MESSAGE })
  })

  it('reads a mention and its twin as the same message', () => {
    const text = '<@UKIKU> 休暇は何日ですか？'

    const mention = read({ ...written({ text }), type: 'app_mention', channel_type: undefined })
    const twin = read(written({ text }))

    expect(mention).toEqual(twin)
    expect(mention).toEqual({ kind: 'message', message: { ...MESSAGE, text: '休暇は何日ですか？', isMention: true } })
  })

  it('keeps a mention that says nothing', () => {
    expect(read({ ...written({ text: '<@UKIKU>' }), type: 'app_mention' })).toMatchObject({
      kind: 'message',
      message: { text: '', isMention: true },
    })
  })

  it('reads a reply in a thread, also one sent to the channel as well', () => {
    const inThread = written({ thread_ts: '1699999999.000001' })

    expect(read(inThread)).toMatchObject({ message: { threadTs: '1699999999.000001' } })
    expect(read({ ...inThread, subtype: 'thread_broadcast' })).toMatchObject({
      message: { threadTs: '1699999999.000001' },
    })
  })

  it.each([
    ['im', 'D1', true],
    ['app_home', 'D1', true],
    ['mpim', 'G1', false],
    ['group', 'G2', false],
    [undefined, 'D1', true],
    [undefined, 'C1', false],
  ])('says of a message of type %s in %s whether it is direct', (channel_type, channel, isDirect) => {
    expect(read(written({ channel_type, channel }))).toMatchObject({ message: { channel, isDirect } })
  })

  it.each([
    [{ user_team: 'T2', team: 'T1' }, 'T2'],
    [{ user_team: undefined, team: 'T2', source_team: 'T3' }, 'T2'],
    [{ user_team: undefined, team: undefined, source_team: 'T3' }, 'T3'],
    [{ user_team: undefined, team: undefined, user_profile: { team: 'T4' } }, 'T4'],
    [{ user_team: undefined, team: undefined }, 'T1'],
    [{ user_team: 'E1' }, 'T1'],
  ])('knows the workspace of an author with %j', (fields, userTeam) => {
    expect(read(written(fields))).toMatchObject({ message: { team: 'T1', userTeam } })
  })

  it('reads files, with the address that downloads', () => {
    const files = [
      {
        id: 'F1',
        name: 'plan.txt',
        mimetype: 'text/plain',
        size: 12,
        url_private: 'https://files.slack.com/a',
        url_private_download: 'https://files.slack.com/b',
      },
      { id: 'F2', name: null, title: '議事録', mode: 'snippet', url_private: 'https://files.slack.com/c' },
      { id: 'F3', mode: 'tombstone' },
      { id: 'F4', file_access: 'check_file_info' },
      { name: 'no id' },
    ]

    const arrival = read(written({ subtype: 'file_share', text: '', files }))

    expect(arrival).toMatchObject({
      message: {
        text: '',
        files: [
          { id: 'F1', name: 'plan.txt', mediaType: 'text/plain', size: 12, url: 'https://files.slack.com/b' },
          {
            id: 'F2',
            name: '議事録',
            mediaType: 'application/octet-stream',
            size: 0,
            url: 'https://files.slack.com/c',
          },
          { id: 'F4', name: 'F4', mediaType: 'application/octet-stream', size: 0, url: '' },
        ],
      },
    })
  })

  it('reads the blocks of a message without a text', () => {
    const elements = [
      { type: 'user', user_id: 'UKIKU' },
      { type: 'text', text: ' 1 < 2?' },
    ]
    const blocks = [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] }]

    expect(read(written({ text: '', blocks }))).toMatchObject({ message: { text: '1 < 2?', isMention: true } })
  })

  it('quotes messages that were forwarded with it, which name nobody', () => {
    const attachments = [
      { is_share: true, author_name: '田中', text: '<@UKIKU> <@U9> 金曜に\n公開します' },
      { text: 'the preview of a link', title: 'Page' },
    ]

    expect(read(written({ text: 'Summarise this', attachments }))).toMatchObject({
      message: {
        text: 'Summarise this\n\n> 田中:\n> @UKIKU @U9 金曜に\n> 公開します',
        isMention: false,
        mentionsOthers: false,
      },
    })
  })

  it.each([
    [{ user: 'UKIKU' }, 'own'],
    [{ bot_id: 'BKIKU' }, 'own'],
    [{ bot_id: 'B2' }, 'bot'],
    [{ bot_profile: { id: 'B2' } }, 'bot'],
    [{ app_id: 'A2' }, 'bot'],
    [{ user: 'USLACKBOT' }, 'slackbot'],
    [{ hidden: true }, 'hidden'],
    [{ subtype: 'bot_message', bot_id: 'B2' }, 'subtype'],
    [{ subtype: 'channel_join' }, 'subtype'],
    [{ subtype: 'message_replied' }, 'subtype'],
    [{ subtype: 'assistant_app_thread' }, 'subtype'],
    [{ user: undefined }, 'malformed'],
    [{ user: 'U1:C1' }, 'malformed'],
    [{ channel: '../C1' }, 'malformed'],
    [{ ts: 'yesterday' }, 'malformed'],
  ])('ignores a message with %j', (fields, reason) => {
    expect(read(written(fields))).toEqual({ kind: 'ignored', reason })
    expect(read({ ...written(fields), type: 'app_mention' })).toEqual({ kind: 'ignored', reason })
  })
})

describe('a change', () => {
  const change = (message: unknown, previous_message: unknown) =>
    read({
      type: 'message',
      subtype: 'message_changed',
      hidden: true,
      channel: 'C1',
      channel_type: 'channel',
      ts: '1700000009.000001',
      message,
      previous_message,
    })

  it('reads an edit', () => {
    const arrival = change(
      written({ channel: undefined, text: '<@UKIKU> Sick leave?' }),
      written({ channel: undefined }),
    )

    const message = { ...MESSAGE, text: 'Sick leave?', isMention: true }
    expect(arrival).toEqual({ kind: 'edited', message, version: expect.stringMatching(/^\d+\.\d+$/) })
  })

  it('ignores the preview of a link, which comes as an edit', () => {
    const after = written({ attachments: [{ text: 'A page', is_share: true }] })

    expect(change(after, written())).toEqual({ kind: 'ignored', reason: 'text-unchanged' })
  })

  it('ignores edits of its own messages and of those of bots', () => {
    expect(change(written({ user: 'UKIKU', text: 'new' }), written())).toEqual({ kind: 'ignored', reason: 'own' })
    expect(change(written({ bot_id: 'B2', text: 'new' }), written())).toEqual({ kind: 'ignored', reason: 'bot' })
  })

  it('reads a stone in place of a message as its deletion', () => {
    const stone = { ...written(), subtype: 'tombstone', user: 'USLACKBOT', hidden: true }

    expect(change(stone, written())).toEqual({ kind: 'deleted', team: 'T1', channel: 'C1', ts: '1700000000.000100' })
  })

  it('reads a deletion', () => {
    const arrival = read({
      type: 'message',
      subtype: 'message_deleted',
      channel: 'C1',
      hidden: true,
      ts: '1700000009.000001',
      deleted_ts: '1700000000.000100',
      previous_message: written(),
    })

    expect(arrival).toEqual({ kind: 'deleted', team: 'T1', channel: 'C1', ts: '1700000000.000100' })
  })

  it.each([['channel_convert_to_private'], ['channel_sharing_changed']])('reads the note %s', (subtype) => {
    expect(read(written({ subtype }))).toEqual({ kind: 'channel-changed', channel: 'C1' })
  })
})
