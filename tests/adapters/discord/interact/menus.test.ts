import { describe, expect, it } from 'vitest'
import { serveInteraction } from '../../../../src/adapters/discord/interact/serve-interaction.ts'
import { ELSEWHERE, form, IN_DM, messageCommand } from './arrivals.ts'
import { createScriptedDesk } from './scripted-desk.ts'
import { ALICE, BOB, CHANNEL, DM, GUILD, INTERACTION, MESSAGE } from './world-ids.ts'

const ASK = 'Ask about this message'
const SUMMARISE = 'Summarise from here'
const KEY = `kiku-ask-about:${CHANNEL}:${MESSAGE}`
const GET = `GET /channels/${CHANNEL}/messages`

/** A message as Discord tells it. @param at from 1, behind the message that was clicked */
function wireMessage(at: number, content: string, about: object = {}) {
  const author = { id: BOB, username: 'bob', global_name: 'Bob', ...about }
  const id = String(BigInt(MESSAGE) + BigInt(at))
  const nothing = { attachments: [], embeds: [], mentions: [], mention_roles: [], pinned: false, tts: false }
  const when = { timestamp: '2026-03-01T08:00:00.000000+00:00', edited_timestamp: null, mention_everyone: false }
  return { id, type: 0, channel_id: CHANNEL, author, content, ...nothing, ...when }
}

describe('Ask about this message', () => {
  it('asks for the question first, then answers it for the asker alone', async () => {
    const { desk, responses } = createScriptedDesk()
    await serveInteraction(messageCommand(ASK), desk)
    const next = createScriptedDesk()
    Object.assign(desk, { interactions: next.desk.interactions, answers: next.desk.answers })

    await serveInteraction(form(KEY, { question: ' When is that? ' }), desk)

    expect(responses).toMatchObject([{ way: 'openForm', form: { custom_id: KEY, title: ASK } }])
    expect(next.responses).toEqual([{ way: 'defer', kind: 'ephemeral' }])
    expect(next.seen.asked).toMatchObject([
      {
        id: INTERACTION,
        place: { guild: GUILD, channel: CHANNEL, root: `private-q${INTERACTION}` },
        asker: { id: ALICE },
        text: 'When is that?',
        quoted: 'Bob: We fly on Friday.',
        search: 'auto',
        target: { isEphemeral: true },
      },
    ])
  })

  it('says in the form that files are not read, and the model knows of them', async () => {
    const { desk, responses } = createScriptedDesk()
    const file = { id: '1', name: 'plan.pdf', mediaType: 'application/pdf', size: 9, url: 'https://x.example/plan.pdf' }
    await serveInteraction(messageCommand(ASK, { files: [file] }, { locale: 'ja' }), desk)
    const next = createScriptedDesk()
    Object.assign(desk, { interactions: next.desk.interactions, answers: next.desk.answers })

    await serveInteraction(form(KEY, { question: 'いつですか' }, { locale: 'ja' }), desk)

    expect(JSON.stringify(responses[0]?.form)).toContain('ファイルは読みません')
    expect(next.seen.asked[0]?.quoted).toBe('Bob: We fly on Friday.\n（読んでいない添付ファイル: 「plan.pdf」）')
    expect(next.seen.asked[0]?.files).toEqual([])
  })

  it('reads the message again after a restart', async () => {
    const { desk, seen } = createScriptedDesk({ calls: { [`${GET}/${MESSAGE}`]: wireMessage(0, 'We fly on Monday.') } })

    await serveInteraction(form(KEY, { question: 'When?' }), desk)

    expect(seen.asked).toMatchObject([{ quoted: 'Bob: We fly on Monday.' }])
  })

  it.each([
    ['when it is gone', KEY, {}, { [`${GET}/${MESSAGE}`]: 10008 }],
    ['where Kiku is not', KEY, ELSEWHERE, {}],
    ['of another channel', `kiku-ask-about:12345:${MESSAGE}`, {}, {}],
    ['that is none', 'kiku-ask-about:x', {}, {}],
  ])('does not know a message %s', async (_why, id, where, refusals) => {
    const { desk, seen, responses } = createScriptedDesk({ refusals })

    await serveInteraction(form(id, { question: 'When?' }, { where }), desk)

    expect(seen.asked).toEqual([])
    expect(responses.at(-1)?.text).toContain('no longer have that message')
  })

  it('says that there is nothing to read, or no question', async () => {
    const empty = createScriptedDesk()
    const silent = createScriptedDesk()

    await serveInteraction(messageCommand(ASK, { text: ' ' }), empty.desk)
    await serveInteraction(form(KEY, { question: ' \n ' }), silent.desk)

    expect(empty.responses).toMatchObject([{ way: 'reply', text: expect.stringContaining('no words') }])
    expect(silent.responses).toMatchObject([{ way: 'reply', text: expect.stringContaining('no question') }])
  })
})

describe('Summarise from here', () => {
  const page = [
    wireMessage(3, 'Agreed.\nSee you.', { id: ALICE, global_name: 'Alice' }),
    wireMessage(2, 'Beep', { id: '5', bot: true }),
    wireMessage(1, '何時ですか'),
  ]

  it('lends the model what people wrote from there on, with names', async () => {
    const { desk, seen, responses } = createScriptedDesk({ calls: { [GET]: page } })

    await serveInteraction(messageCommand(SUMMARISE), desk)

    expect(seen.calls).toMatchObject([{ query: `after=${MESSAGE}&limit=100` }])
    expect(responses).toEqual([{ way: 'defer', kind: 'ephemeral' }])
    expect(seen.asked).toMatchObject([
      {
        text: expect.stringContaining('Summarise this conversation'),
        quoted: 'Bob: We fly on Friday.\nBob: 何時ですか\nAlice: Agreed. / See you.',
        search: 'never',
        place: { root: `private-q${INTERACTION}` },
        target: { isEphemeral: true },
      },
    ])
  })

  it('reads the newest where there are more than Discord tells at once', async () => {
    const many = Array.from({ length: 100 }, (_, at) => wireMessage(100 - at, `old ${100 - at}`))
    const newest = Array.from({ length: 100 }, (_, at) => wireMessage(300 - at, `new ${300 - at}`))
    const answer = (query: URLSearchParams) => (query.has('after') ? many : newest)
    const { desk, seen } = createScriptedDesk({ calls: { [GET]: answer } })

    await serveInteraction(messageCommand(SUMMARISE, {}, { locale: 'ja' }), desk)

    const lines = seen.asked[0]?.quoted?.split('\n') ?? []
    expect(lines.slice(0, 3)).toEqual(['Bob: We fly on Friday.', '（ここで古いメッセージを省略）', 'Bob: new 201'])
    expect(lines.at(-1)).toBe('Bob: new 300')
  })

  it('keeps the first and the last where not everything fits', async () => {
    const long = Array.from({ length: 30 }, (_, at) => wireMessage(30 - at, `${30 - at} ${'x'.repeat(500)}`))
    const { desk, seen } = createScriptedDesk({ calls: { [GET]: long } })

    await serveInteraction(messageCommand(SUMMARISE), desk)

    const quoted = seen.asked[0]?.quoted ?? ''
    expect(quoted.length).toBeLessThanOrEqual(6_000)
    expect(quoted.split('\n').slice(0, 2)).toEqual(['Bob: We fly on Friday.', '(19 messages left out here)'])
    expect(quoted).toContain('Bob: 30 xxx')
  })

  it('leaves out the words of bots, the first message’s, too', async () => {
    const bot = createScriptedDesk({ calls: { [GET]: page } })
    const onlyBots = createScriptedDesk({ calls: { [GET]: [wireMessage(2, 'Beep', { bot: true })] } })

    await serveInteraction(messageCommand(SUMMARISE, { isBot: true }), bot.desk)
    await serveInteraction(messageCommand(SUMMARISE, { isBot: true }), onlyBots.desk)

    expect(bot.seen.asked[0]?.quoted).toBe('Bob: 何時ですか\nAlice: Agreed. / See you.')
    expect(onlyBots.seen.asked).toEqual([])
    expect(onlyBots.responses.at(-1)?.text).toContain('nobody has written')
  })

  it.each([
    [
      'a permission',
      { missing: ['ReadMessageHistory'] },
      {},
      'these permissions in the channel: Read Message History.',
    ],
    ['what Discord refuses', { refusals: { [GET]: 50001 } }, {}, 'View Channel, Read Message History.'],
    ['the Message Content intent', { hasMessageContent: false }, {}, 'the Message Content intent'],
    ['membership', {}, ELSEWHERE, 'a member of this server'],
    ['a right of the person', {}, { permissions: '1024' }, 'Discord does not let you read'],
  ])('summarises the message alone where it lacks %s, and says so', async (_what, script, where, expected) => {
    const { desk, seen, responses } = createScriptedDesk(script)

    await serveInteraction(messageCommand(SUMMARISE, {}, { where }), desk)

    expect(seen.asked).toMatchObject([{ quoted: 'Bob: We fly on Friday.', search: 'never' }])
    expect(responses).toMatchObject([
      { way: 'defer' },
      { way: 'followUp', kind: 'ephemeral', text: expect.stringContaining('that one message only') },
    ])
    expect(responses.at(-1)?.text).toContain(expected)
  })

  it('says what it lacks where the message itself says nothing', async () => {
    const { desk, seen, responses } = createScriptedDesk({ missing: ['ReadMessageHistory'] })

    await serveInteraction(messageCommand(SUMMARISE, { text: '' }, { locale: 'ja' }), desk)

    expect(seen.asked).toEqual([])
    expect(responses.at(-1)?.text).toBe(
      '要約できませんでした。続きを読むには、このチャンネルで次の権限が必要です: 「メッセージ履歴を読む」',
    )
  })

  it('needs no intent in a direct message', async () => {
    const { desk, seen } = createScriptedDesk({
      hasMessageContent: false,
      calls: { [`GET /channels/${DM}/messages`]: [wireMessage(1, 'And back on Sunday.')] },
    })

    await serveInteraction(messageCommand(SUMMARISE, {}, { where: IN_DM }), desk)

    expect(seen.asked[0]?.quoted).toContain('And back on Sunday.')
  })
})
