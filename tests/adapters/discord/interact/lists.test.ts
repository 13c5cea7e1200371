import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { serveInteraction } from '../../../../src/adapters/discord/interact/serve-interaction.ts'
import { buildAnswer } from '../../../fakes/scripted-kiku.ts'
import { click, command, hit, IN_DM, question, source } from './arrivals.ts'
import { createScriptedDesk, type DeskScript } from './scripted-desk.ts'
import { createScriptedResponses, customIds } from './scripted-responses.ts'
import { ALICE, BOB, CHANNEL, DM, GUILD } from './world-ids.ts'

/** Everything is said to one desk, every interaction with responses of its own. */
function createTalk(script: Partial<DeskScript> = {}) {
  const scripted = createScriptedDesk(script)
  const next = async (arrived: Parameters<typeof serveInteraction>[0]) => {
    const responses = createScriptedResponses(() => ({}))
    // One object per desk: what is under way belongs to it.
    await serveInteraction(arrived, Object.assign(scripted.desk, { interactions: responses.api }))
    return responses.seen
  }
  return { ...scripted, next }
}

const hits = Array.from({ length: 12 }, (_, index) =>
  hit({ key: index, title: `Passage ${index + 1}`, location: `https://discord.com/channels/1/2/${index}` }),
)

const addresses = fc.constantFrom(
  'https://example.com/wiki_(old)_<x>',
  `https://example.com/${'b'.repeat(300)}`,
  'https://kiku.example@evil.example/',
  'javascript:alert(1)',
)

describe('/search', () => {
  it('lists passages with links, for the person alone and out of what the person may read', async () => {
    const secret = hit({ title: 'Somebody else’s', audience: `person:discord:${BOB}` })
    const { next, seen } = createTalk({ hits: [secret, hit({ audience: `person:discord:${ALICE}` }), ...hits] })

    const said = await next(command('search', { query: 'travel' }))

    expect(seen.searched).toMatchObject([
      { text: 'travel', audience: { labels: ['public', `person:discord:${ALICE}`, `discord:${GUILD}:${CHANNEL}`] } },
    ])
    expect(said.map(({ way, kind }) => [way, kind])).toEqual([
      ['defer', 'ephemeral'],
      ['editOriginal', undefined],
    ])
    const text = said.at(-1)?.text
    expect(text).toContain('Passages for “travel”')
    expect(text).toMatch(/\[Passage 1\]\(<?https:\/\/discord.com\/channels\/1\/2\/0/)
    expect(text).toContain('**1.** Handbook › Travel')
    expect(text).toContain('Claim your travel costs within a month.')
    expect(text).not.toMatch(/Somebody|secret-machine|Passage 5/)
  })

  it('turns pages, also after a restart', async () => {
    const first = createTalk({ hits })
    const said = await first.next(command('search', { query: '出張費' }, { locale: 'ja' }))
    const [forward = ''] = customIds(said)
    const restarted = createTalk({ hits })

    const second = await restarted.next(click(forward, { isEphemeral: true, locale: 'ja' }))
    const [back = ''] = customIds(second)
    const third = await restarted.next(click(back, { isEphemeral: true, locale: 'ja' }))

    expect(second.map(({ way }) => way)).toEqual(['deferUpdate', 'editOriginal'])
    expect(second.at(-1)?.text).toContain('3ページ中2ページ目')
    expect(second.at(-1)?.text).toContain('Passage 6')
    expect(third.at(-1)?.text).toBe(said.at(-1)?.text)
    expect(restarted.seen.searched).toMatchObject([{ text: '出張費' }, { text: '出張費' }])
  })

  it('keeps a long query for its own person, until that one is forgotten', async () => {
    const { next, desk, seen } = createTalk({ hits })
    const query = 'very long words '.repeat(12)
    const said = await next(command('search', { query }))
    const [forward = ''] = customIds(said)

    const own = await next(click(forward))
    const others = await next(click(forward, { user: BOB }))
    await next(click('kiku-forget:me'))
    const forgotten = await next(click(forward))

    expect(own.at(-1)?.text).toContain('Page 2 of 3')
    expect(others.at(-1)?.text).toContain('too old')
    expect(forgotten.at(-1)?.text).toContain('too old')
    expect(await desk.host.settings.list('discord:query:')).toEqual([])
    expect(seen.searched.map(({ text }) => text)).toEqual([query.trim(), query.trim()])
  })

  it('keeps no more than 500 long queries, and none longer than a day', async () => {
    const { next, desk } = createTalk({ hits })
    const { settings } = desk.host
    // Snowflakes of that morning, and one of years ago.
    for (let at = 0; at < 600; at += 1) await settings.set(`discord:query:7:${1477599000000000000n + BigInt(at)}`, 'x')
    await settings.set('discord:query:7:900000000000000000', 'x')

    await next(command('search', { query: 'y'.repeat(200) }))

    const kept = await settings.list('discord:query:')
    expect(kept).toHaveLength(500)
    expect(kept.map(({ name }) => name)).not.toContain('discord:query:7:900000000000000000')
  })

  it.each(['en', 'ja'] as const)('says what to do when nothing is found (%s)', async (locale) => {
    const { next } = createTalk()

    const said = await next(command('search', { query: '**@everyone**' }, { locale }))

    expect(said.at(-1)?.text).toMatch(/\\\*\\\*@.everyone\\\*\\\*/)
    expect(said.at(-1)?.text).toContain(locale === 'ja' ? '/出典' : '/sources')
  })

  it('fits whatever is found into what Discord takes, and shows foreign marks as they are', async () => {
    const nasty = fc.string({
      unit: fc.constantFrom('*', '@everyone ', '[a](b)', '<@1>', '# ', '\n', '長い', 'x'),
      maxLength: 200,
    })
    const found = fc.record({
      title: nasty,
      text: nasty,
      location: fc.oneof(nasty, addresses),
    })

    await fc.assert(
      fc.asyncProperty(
        fc.array(found, { minLength: 1, maxLength: 8 }),
        fc.string({ maxLength: 300 }),
        async (all, query) => {
          const { next } = createTalk({ hits: all.map((about) => hit(about)) })

          const said = await next(command('search', { query: `x${query}` }, { where: IN_DM }))

          expect(said.at(-1)?.way).toBe('editOriginal')
          expect(said.at(-1)?.text).toContain('Passages for')
          expect(said.at(-1)?.text).not.toMatch(/(?<!\\)<@|@everyone/)
        },
      ),
      { numRuns: 30 },
    )
  })
})

describe('/sources', () => {
  const sources = [
    source({ failures: [{ location: '/srv/secret-machine/broken.pdf', code: 'x', message: 'x', at: 0 }] }),
    source({ id: 's2', kind: 'url', location: 'https://example.com/wiki/' }),
    source({ id: 's3', kind: 'handbook', location: '/opt/kiku/handbook', documents: 1, items: 1 }),
    source({ id: 's4', location: '/srv/private', audience: `person:discord:${BOB}` }),
  ]

  it('lists what the person may read here, with how fresh it is', async () => {
    const { next } = createTalk({ sources })

    const said = await next(command('sources'))

    expect(said.at(-1)?.text?.split('\n')).toEqual([
      '### What I can read for you here',
      '**Folder** travel-handbook',
      '-# 4 documents, 31 passages · read 2 hours ago',
      '-# ⚠️ 1 document could not be read, such as broken.pdf',
      '**Web page** <https://example.com/wiki/>',
      '-# 4 documents, 31 passages · read 2 hours ago',
      '**Kiku’s own handbook**',
      '-# 1 document, 1 passage · read 2 hours ago',
      '-# Listed is what you may read. Other people may see other sources.',
    ])
  })

  it.each([
    ['WIKI', 'example.com/wiki'],
    ['フォルダ', 'travel-handbook'],
    ['travel-hand…', 'travel-handbook'],
  ])('narrows them down (%s)', async (filter, expected) => {
    const { next } = createTalk({ sources })

    const said = await next(command('sources', { filter }, { locale: 'ja' }))

    expect(said.at(-1)?.text).toContain(expected)
    expect(said.at(-1)?.text?.match(/^\*\*/gm)).toHaveLength(1)
  })

  it('says when none is called so', async () => {
    const { next } = createTalk({ sources })

    const said = await next(command('sources', { filter: 'salaries' }))

    expect(said.at(-1)?.text).toContain('called “salaries”')
  })

  it('turns pages', async () => {
    const many = Array.from({ length: 12 }, (_, index) => source({ id: `s${index}`, location: `/srv/folder-${index}` }))
    const { next } = createTalk({ sources: many })
    const said = await next(command('sources', { filter: 'folder' }))
    const [forward = ''] = customIds(said)

    const second = await next(click(forward))

    expect(second.at(-1)?.text).toContain('Page 2 of 2')
    expect(second.at(-1)?.text).toContain('folder-6')
  })
})

describe('/feedback', () => {
  const here = question()
  const newer = question({
    id: `discord:dm:${DM}:9`,
    threadId: `discord:dm:${DM}:private-9`,
    text: 'What is *my* salary?',
  })
  const asked = { questions: [newer, here], answers: { [here.id]: buildAnswer(), [newer.id]: buildAnswer() } }

  it('judges the last answer here, where none is named', async () => {
    const { next, seen } = createTalk(asked)

    const said = await next(command('feedback', { verdict: 'down', reason: ' It is outdated. ' }))

    expect(seen.feedback).toMatchObject([
      { turnId: here.id, authorId: `discord:${ALICE}`, verdict: 'down', reason: 'It is outdated.' },
    ])
    expect(said.at(-1)?.text).toContain('“How do I claim travel costs?”')
  })

  it.each([
    ['by its turn', newer.id],
    ['by its words', 'what is *MY* salary?'],
    ['by a part of them', 'salary'],
  ])('judges the answer that is named %s', async (_how, answer) => {
    const { next, seen } = createTalk(asked)

    const said = await next(command('feedback', { verdict: 'up', answer }))

    expect(seen.feedback).toMatchObject([{ turnId: newer.id, verdict: 'up' }])
    expect(said.at(-1)?.text).toContain('“What is \\*my\\* salary?”')
  })

  it.each([
    [BOB, here.id, 'do not find'],
    [ALICE, 'something else', 'do not find'],
    [BOB, '', 'not asked me anything'],
  ])('judges nothing else (%s, %s)', async (user, answer, expected) => {
    const { next, seen } = createTalk(asked)

    const said = await next(command('feedback', { verdict: 'up', ...(answer === '' ? {} : { answer }) }, { user }))

    expect(seen.feedback).toEqual([])
    expect(said.at(-1)?.text).toContain(expected)
  })
})
