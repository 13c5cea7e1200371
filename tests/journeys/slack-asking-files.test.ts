import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { chatWords } from '../../src/adapters/common/chat/words.ts'
import { FORMATS } from '../fakes/journey-bench.ts'
import { answering, promptOf } from '../fakes/journey-model.ts'
import { type SlackJourney, startSlackJourney } from '../fakes/journey-slack.ts'
import type { NewFile } from '../fakes/slack/files.ts'
import { BOT_USER, PEOPLE, type Said, visibleText } from '../fakes/slack/slack-server.ts'
import { createSlackTalk, type SlackTalk, UNHURRIED } from '../fakes/slack-talk.ts'

const { alice, bob, yuki } = PEOPLE
const FERRY = 'The ferry to Gozo leaves at 8:15 from pier 4.'
const FERRY_PLAN = `# Ferries\n\n${FERRY} Dogs travel free of charge.\n`
/** A picture of one pixel. */
const IMAGE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=',
  'base64',
)
const ROSTER = '十月の当番表\n\n受付の当番は佐々木さんです。鍵は警備室にあります。\n'

describe('a file that is attached to a question', () => {
  let scene: SlackJourney
  let talk: SlackTalk
  let channel: string
  beforeAll(async () => {
    // Passes on the first sentence that it knows of, as a model would that has read it.
    const script = answering((body) => {
      const prompt = promptOf(body)
      const known = ['The ferry to Gozo leaves at 8:15 from pier 4', '受付の当番は佐々木さんです', 'Replace the filter']
      const fact = known.find((sentence) => prompt.includes(sentence))
      const source = /<<<source (\d+) \w+>>>(?:(?!<<<end)[\s\S])*?(?:8:15|佐々木)/.exec(prompt)?.[1] ?? '1'
      return { content: fact === undefined ? 'The sources do not say.' : `${fact} [${source}].` }
    })
    scene = await startSlackJourney({ model: { script, numParallel: 4 }, environment: UNHURRIED })
    talk = createSlackTalk(scene)
  })
  afterEach(() => {
    expect(scene.slack.pings).toEqual([])
    scene.slack.faults.length = 0
  })
  afterAll(() => scene.end())

  const attach = async (files: readonly NewFile[], text: string, user: string = alice): Promise<Said> => {
    channel = scene.slack.world.addChannel({ members: [alice, bob, yuki, BOT_USER] }).id
    const added = files.map((file) => scene.slack.addFile(file))
    return scene.slack.say({ user, channel, text: `<@${BOT_USER}> ${text}`, files: added })
  }
  const fixture = (name: string) => readFile(join(FORMATS, name))
  const toldPrivately = (user: string, threadTs: string) =>
    scene.slack
      .ephemeralsFor(user)
      .filter((one) => one.threadTs === threadTs)
      .map(visibleText)
  const tells = (said: Said, text: string, user: string = alice) =>
    scene.slack.waitFor(() => toldPrivately(user, said.threadTs).some((one) => one.includes(text)), `telling: ${text}`)

  it('is read as a source, and named as one', async () => {
    const said = await attach([{ name: 'ferries.md', content: FERRY_PLAN }], 'When does the ferry to Gozo leave?')
    const shown = visibleText(await talk.answerTo(said))

    expect(shown).toContain('The ferry to Gozo leaves at 8:15 from pier 4 [1].')
    expect(shown).toContain(`${chatWords('en').sources}\n[1] Ferries`)
    expect(toldPrivately(alice, said.threadTs)).toEqual([])
  })

  it.each([
    ['summarise the attached file', alice],
    ['添付したファイルを要約してください', yuki],
    ['what does this say?', alice],
  ] as const)('is in the prompt when it is only pointed at: %s', async (text, user) => {
    const said = await attach([{ name: 'ferries.md', content: FERRY_PLAN }], text, user)
    await talk.answerTo(said)

    expect(talk.prompts().at(-1)).toContain('Dogs travel free of charge')
  })

  it.each([
    [alice, 'en'],
    [yuki, 'ja'],
  ] as const)('is enough of a question where nothing was written (%s)', async (user, language) => {
    const said = await attach([{ name: 'ferries.md', content: FERRY_PLAN }], '', user)
    await talk.answerTo(said)

    const prompt = talk.prompts().at(-1)
    expect(prompt).toContain(chatWords(language).summariseFiles)
    expect(prompt).toContain('Dogs travel free of charge')
  })

  it('is known in the rest of its thread', async () => {
    const said = await attach([{ name: 'ferries.md', content: FERRY_PLAN }], 'What is this about?')
    await talk.answerTo(said)

    const text = 'When does the ferry to Gozo leave?'
    await scene.slack.say({ user: bob, channel, threadTs: said.threadTs, text })
    const shown = visibleText(await talk.answerTo(said, 2))

    expect(shown).toContain('8:15 from pier 4')
  })

  it('is not found from another thread, by nobody', async () => {
    const said = await attach([{ name: 'secret.md', content: FERRY_PLAN }], 'When does the ferry to Gozo leave?')
    await talk.answerTo(said)
    const before = talk.prompts().length

    const text = 'When does the ferry to Gozo leave, and do dogs travel free of charge?'
    const again = await talk.ask({ user: alice, channel, text })
    const other = await talk.ask({ user: alice, text })
    await talk.ask({ user: bob, text })

    expect(visibleText(again.answer)).not.toContain('secret.md')
    expect(visibleText(other.answer)).not.toContain('secret.md')
    for (const prompt of talk.prompts(before)) expect(prompt).not.toContain('Dogs travel free of charge')
  })

  it('is read in Japanese', async () => {
    const said = await attach([{ name: '当番表.txt', content: ROSTER }], '受付の当番は誰ですか', yuki)
    const shown = visibleText(await talk.answerTo(said))

    expect(shown).toContain('受付の当番は佐々木さんです')
    expect(shown).toContain(`${chatWords('ja').sources}\n[1] 当番表`)
  })

  it.each([
    ['heat-pump-manual.pdf', 'application/pdf', 'How do I look after the heat pump?'],
    ['防災の手引き.pdf', 'application/pdf', '防災で大切なことは何ですか'],
    ['travel-policy.docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'What is this?'],
    [
      'quarterly-review.pptx',
      'application/vnd.openxmlformats-officedocument.presentationml.presentation',
      'What is it?',
    ],
  ])('is read when it is %s', async (name, mediaType, text) => {
    const said = await attach([{ name, mediaType, content: await fixture(name) }], text)
    await talk.answerTo(said)

    expect(toldPrivately(alice, said.threadTs)).toEqual([])
    const prompt = talk.prompts().at(-1) ?? ''
    expect(prompt).toContain(`Place: https://home.slack.com/archives/${channel}/`)
  })

  it('is read beside others, and costs only itself when it cannot be', async () => {
    const files = [
      { name: 'photo.png', mediaType: 'image/png', content: IMAGE },
      { name: 'ferries.md', content: FERRY_PLAN },
    ]
    const said = await attach(files, 'When does the ferry to Gozo leave?')
    const shown = visibleText(await talk.answerTo(said))
    await tells(said, 'photo.png')

    expect(shown).toContain('8:15 from pier 4')
    expect(toldPrivately(alice, said.threadTs)).toEqual([
      chatWords('en').fileUnread('photo.png', 'document-unsupported'),
    ])
    expect(scene.slack.ephemeralsFor(bob)).toEqual([])
  })

  const unread: readonly (readonly [NewFile, string])[] = [
    [{ name: 'photo.png', mediaType: 'image/png', content: IMAGE }, 'document-unsupported'],
    [{ name: 'empty.txt', content: '' }, 'document-unreadable'],
    [
      { name: 'broken.pdf', mediaType: 'application/pdf', content: '%PDF-1.7 and then nonsense' },
      'document-unreadable',
    ],
    [{ name: 'huge.txt', content: 'x', declaredSize: 10_000_000_000 }, 'document-too-large'],
    [{ name: 'filler.txt', fillerBytes: 60 * 1024 * 1024 }, 'document-too-large'],
    [{ name: 'elsewhere.txt', mode: 'external', url: 'https://drive.example.com/file' }, 'url-refused'],
    [{ name: 'gone.txt', content: 'x', fault: { kind: 'status', status: 404 } }, 'url-failed'],
    [{ name: 'login.txt', content: 'x', fault: { kind: 'redirect', to: '/signin' } }, 'surface-refused'],
  ]
  it.each(unread)('is not passed over in silence when it cannot be read: %o', async (file, code) => {
    const said = await attach([file], 'What is written here?')
    await tells(said, file.name)
    await talk.answerTo(said)

    expect(toldPrivately(alice, said.threadTs)).toEqual([chatWords('en').fileUnread(file.name, code)])
  })

  it.each(['locked.pdf', 'scan.pdf'])('is named in the language of the asker when it is %s', async (name) => {
    const said = await attach(
      [{ name, mediaType: 'application/pdf', content: await fixture(name) }],
      'これは何ですか',
      yuki,
    )
    await tells(said, name, yuki)
    await talk.answerTo(said)

    const code = name === 'locked.pdf' ? 'document-encrypted' : 'document-unsupported'
    expect(toldPrivately(yuki, said.threadTs)).toEqual([chatWords('ja').fileUnread(name, code)])
  })

  it('is forgotten with its question', async () => {
    const said = await attach([{ name: 'ferries.md', content: FERRY_PLAN }], 'When does the ferry to Gozo leave?')
    await talk.answerTo(said)
    await scene.slack.remove({ channel, ts: said.ts })
    const before = talk.prompts().length

    const text = `<@${BOT_USER}> When does the ferry to Gozo leave, and do dogs travel free of charge?`
    await scene.slack.say({ user: alice, channel, threadTs: said.threadTs, text })
    await scene.slack.waitFor(() => scene.slack.repliesIn(channel, said.threadTs).length > 1, 'another reply')

    for (const prompt of talk.prompts(before)) expect(prompt).not.toContain('Dogs travel free of charge')
  })
})
