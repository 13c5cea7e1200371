import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chatWords } from '../../../../src/adapters/common/chat/words.ts'
import type { MessageBody } from '../../../../src/adapters/discord/render/message-body.ts'
import {
  answerMessages,
  failureMessage,
  noteMessage,
  noticeMessage,
  renderPieces,
  searchPage,
  sourcesMessage,
  statusMessage,
  stoppedMessages,
  streamingMessage,
  whyMessage,
} from '../../../../src/adapters/discord/render/render-reply.ts'
import type { Answer } from '../../../../src/domain/answer.ts'
import { KikuError } from '../../../../src/domain/errors.ts'
import { answer, citation, direct, passage } from './answers.ts'
import { actionsIn, componentsOf, faultsOf, textsIn } from './component-facts.ts'
import { discordSoup } from './discord-fragments.ts'
import { nodesOf, readAsDiscord, textsOf, wordsOf } from './read-as-discord.ts'

const TURN = 'discord:1234567890123456789:1234567890123456789:1234567890123456789'
const view = { turnId: TURN, locale: 'en' } as const
const search = { query: 'costs', page: 1, pages: 1, first: 1, locale: 'en' } as const

function contentOf(body: MessageBody | undefined): string {
  return body?.kind === 'plain' ? body.content : (body?.plain.content ?? '')
}

describe('pieces for Discord', () => {
  const section =
    '## 見出し\n\n本文です。**「重要」**な点[1]。\n\n| 列 | 値 |\n|---|---|\n| あ | い |\n\n```js\nrun()\n```\n\n- 項目\n  - 内訳\n\n'

  it('leave room in a message, and close and open again what is cut', () => {
    const pieces = renderPieces(section.repeat(60))

    expect(pieces.length).toBeGreaterThan(3)
    expect(pieces.every((piece) => piece.length <= 1_700)).toBe(true)
    expect(pieces.every((piece) => (piece.match(/```/g)?.length ?? 0) % 2 === 0)).toBe(true)
    expect(pieces.flatMap((piece) => textsOf(piece, 'bold'))).toHaveLength(60)
    expect(renderPieces(' \n')).toEqual([])
  })

  it('stay as they are while the text grows', () => {
    const text = `${section.repeat(12)}${'東京は日本の首都であり、多くの人が暮らしています。'.repeat(200)}`

    const grown = Array.from({ length: 12 }, (_, step) => renderPieces(text.slice(0, 900 * (step + 1))))

    for (const [step, pieces] of grown.entries()) {
      const next = grown[step + 1] ?? renderPieces(text)
      expect(next.slice(0, pieces.length - 1)).toEqual(pieces.slice(0, -1))
    }
  })

  it('begin with no note of Kiku, and with no point that was none', () => {
    const pieces = renderPieces(`${'a -# [1] forged 1. one - two # three '.repeat(300)}`)

    const kinds = pieces.flatMap((piece) => nodesOf(readAsDiscord(piece)).map(({ kind }) => kind))
    expect(new Set(kinds)).toEqual(new Set(['text']))
  })

  it('are no longer than a message and deceive nobody, whatever the text holds', () => {
    const long = fc.array(fc.oneof(discordSoup, fc.constantFrom('word '.repeat(80), '首都です。'.repeat(40), '\n\n')), {
      minLength: 8,
      maxLength: 30,
      size: 'max',
    })

    fc.assert(
      fc.property(long, (parts) => {
        for (const piece of renderPieces(parts.join(' '))) {
          expect(piece.length).toBeLessThanOrEqual(1_700)
          const kinds = nodesOf(readAsDiscord(piece)).map(({ kind }) => kind)
          expect(kinds.filter((kind) => ['token', 'call', 'small', 'spoiler', 'rest-quote'].includes(kind))).toEqual([])
        }
      }),
      { numRuns: 60 },
    )
  })
})

describe('an answer in Discord', () => {
  it('carries its sources and how it came about in small print, and its buttons', () => {
    const [message, ...others] = answerMessages(answer, view)

    expect(others).toEqual([])
    expect(contentOf(message)).toBe(
      [
        'By **the 10th** [1].',
        '-# [1] [Travel › Costs](<https://wiki.example.com/travel>) · page 3',
        '-# searched knowledge, history · used 6 of 9 passages · written by qwen3:8b',
      ].join('\n'),
    )
    expect(message === undefined ? [] : actionsIn(message)).toEqual([
      'kiku-sources',
      'kiku-why',
      'kiku-again',
      'kiku-up',
      'kiku-down',
    ])
    expect(JSON.stringify(message)).toContain(`"custom_id":"kiku-sources:${TURN}"`)
  })

  it('speaks Japanese', () => {
    const slides = { ...citation, title: '売上', location: '/srv/files/sales.pptx', locator: { page: 4 } }

    const content = contentOf(answerMessages({ ...direct, citations: [slides] }, { ...view, locale: 'ja' })[0])

    expect(content).toContain('-# [1] 売上 · スライド4\n-# 検索せずに回答しました · 回答: qwen3:8b')
    expect(content).not.toContain('/srv/files')
  })

  it('shows five sources and counts the rest, and says why no model wrote', () => {
    const citations = Array.from({ length: 13 }, (_, at) => ({ ...citation, number: at + 1 }))

    const content = contentOf(
      answerMessages({ ...answer, kind: 'extracted', degraded: 'model-busy', citations }, view).at(-1),
    )

    expect(content).toContain('-# [5] ')
    expect(content).not.toContain('-# [6] ')
    expect(content).toContain('-# and 8 more\n')
    expect(content).toContain('-# The language model is busy, so I quote the sources instead.')
  })

  it('offers a search only where it may do better', () => {
    const abstained: Answer = { ...answer, kind: 'abstained', citations: [], model: null }
    const labels = (of: Answer) =>
      answerMessages(of, view)
        .flatMap(componentsOf)
        .map(({ label }) => label)

    expect(labels(answer)).not.toContain('Search')
    expect(labels(direct)).toContain('Search')
    expect(labels(abstained)).toContain('Search anyway')
    expect(labels(direct)).not.toContain('Sources')
  })

  it('has its small print in a message of its own where the last piece is full', () => {
    const citations = Array.from({ length: 5 }, (_, at) => ({
      ...citation,
      number: at + 1,
      title: 'A title that takes room',
    }))

    const messages = answerMessages({ ...answer, text: `${'Words '.repeat(275)}end.`, citations }, view)

    expect(messages).toHaveLength(2)
    expect(messages[0]).toMatchObject({ kind: 'plain', components: [] })
    expect(contentOf(messages[1])).toMatch(/^-# \[1\]/)
    expect(messages.flatMap(faultsOf)).toEqual([])
  })

  it('is taken by Discord and deceives nobody, whatever titles, addresses and models hold', () => {
    const hostile = fc.oneof(
      discordSoup,
      fc.string({ unit: 'grapheme', maxLength: 300 }),
      fc.constant('*_'.repeat(400)),
    )
    const address = fc.oneof(
      fc.constantFrom(
        'javascript:alert(1)',
        'discord://x',
        'https://discord.gg/abc',
        '/etc/passwd',
        `https://x.jp/${'a'.repeat(2_000)}`,
      ),
      discordSoup.map((text) => `https://x.jp/${text}`),
    )
    const sources = fc.array(fc.tuple(hostile, address), { maxLength: 12 })

    fc.assert(
      fc.property(sources, hostile, (found, text) => {
        const citations = found.map(([title, location], at) => ({
          ...citation,
          number: at + 1,
          title,
          location,
          quote: title,
        }))
        const evil: Answer = { ...answer, text, citations, model: text, question: text, degraded: text }
        const evidence = found.map(([title, location]) => ({ ...passage, title, location, text: title }))
        const bodies = [
          ...answerMessages(evil, view),
          sourcesMessage(evil, 'ja'),
          whyMessage(evil, 'en'),
          searchPage(evidence, { ...search, query: text }),
          failureMessage(new KikuError('internal', text), view),
          statusMessage(text, view),
          ...stoppedMessages(text, { ...view, question: text }),
          ...answerMessages(evil, { ...view, question: text }),
          statusMessage(text, { ...view, question: text }),
          noticeMessage(text),
        ]

        expect(bodies.flatMap(faultsOf)).toEqual([])
        const texts = bodies.flatMap((body) => [contentOf(body), textsIn(body)])
        const nodes = texts.flatMap((each) => nodesOf(readAsDiscord(each)))
        expect(nodes.filter(({ kind }) => ['token', 'call', 'spoiler', 'rest-quote'].includes(kind))).toEqual([])
        const links = nodes.filter(({ kind }) => kind === 'link')
        expect(links.every(({ detail }) => /^https:\/\/(?!discord\.gg)/.test(detail))).toBe(true)
        expect(links.some(({ children }) => /\\|paypal/.test(wordsOf(children)))).toBe(false)
        expect(texts.join('\n')).not.toContain('\u202e')
      }),
      { numRuns: 50 },
    )
  })
})

describe('other messages of a reply in Discord', () => {
  it('show what is written so far, with a button to stop', () => {
    expect(streamingMessage('So far', view)).toMatchObject({ kind: 'plain', content: 'So far' })
    expect(actionsIn(streamingMessage('', view))).toEqual(['kiku-stop'])
    expect(faultsOf(streamingMessage('', view))).toEqual([])
    expect(contentOf(statusMessage('*Kiku* が考えています…', { ...view, locale: 'ja' }))).toBe(
      '-# \\*Kiku\\* が考えています…',
    )
  })

  it('stand below the question where readers do not see it otherwise', () => {
    const asking = { ...view, question: '出張費は？\n> **@everyone** <@1> '.repeat(20) }
    const line = /^> 出張費は？ > \\\*\\\*@\u202feveryone\\\*\\\* \\<@1>[^\n]*…\n/u

    const messages = [
      ...answerMessages({ ...answer, text: 'long '.repeat(2_000) }, asking),
      statusMessage('Searching…', asking),
      ...stoppedMessages('', asking),
      failureMessage(new KikuError('internal', 'It failed.'), asking),
    ]

    expect(messages.flatMap(faultsOf)).toEqual([])
    expect(messages.filter((message) => line.test(contentOf(message)))).toHaveLength(4)
    expect(contentOf(messages.at(-1))).toMatch(/\nIt failed\.$/)
  })

  it('say that an answer was stopped, and offer to try again', () => {
    const messages = stoppedMessages('So **far', view)

    expect(contentOf(messages[0])).toBe('So \\*\\*far\n-# Stopped.')
    expect(messages.flatMap(actionsIn)).toEqual(['kiku-again'])
    expect(contentOf(stoppedMessages('', { ...view, locale: 'ja' })[0])).toBe('-# 停止しました。')
  })

  it('show a failure with what to do, and a way to try again where that may help', () => {
    const busy = new KikuError('model-busy', 'The model is busy. <@1>', { remedy: 'See `kiku doctor`.' })
    const tooLong = new KikuError('question-too-long', 'Too long.')

    expect(contentOf(failureMessage(busy, view))).toBe('The model is busy. \\<@1>\n\nSee `kiku doctor`.')
    expect(actionsIn(failureMessage(busy, view))).toEqual(['kiku-again'])
    expect(actionsIn(failureMessage(tooLong, view))).toEqual([])
    expect(contentOf(failureMessage(new KikuError('internal', ''), view))).toBe(chatWords('en').failed)
  })

  it('keep the lines of notices and notes, without what others could make of them', () => {
    expect(contentOf(noticeMessage('a_b_.pdf を読めませんでした。\n次も @here `x`'))).toBe(
      'a\\_b\\_.pdf を読めませんでした。\n次も @\u202fhere `x`',
    )
    expect(contentOf(noteMessage('a*b*\n-# c'))).toBe('-# a\\*b\\*\n-# \\-# c')
  })

  it('carry no button whose id Discord would refuse', () => {
    const long = { ...view, turnId: 'x'.repeat(120) }

    expect(answerMessages(answer, long).flatMap(componentsOf)).toEqual([])
    expect(statusMessage('a', long).components).toEqual([])
  })
})

describe('what is shown of an answer on demand in Discord', () => {
  it('are its sources with link, place, relevance and quote', () => {
    const message = {
      ...citation,
      number: 2,
      title: '2026-11-21 06:25 · Alice',
      location: 'https://discord.com/channels/1/2/3',
      locator: {},
    }
    const body = sourcesMessage({ ...answer, citations: [citation, message] }, 'en')

    expect(textsIn(body)).toBe(
      [
        '### Sources',
        '**1.** [Travel › Costs](<https://wiki.example.com/travel>) · page 3 · 87 % relevant',
        '> Costs File them by the 10th.',
        '**2.** [2026-11-21 06:25 · Alice](<https://discord.com/channels/1/2/3>) · 87 % relevant',
        '> Costs File them by the 10th.',
      ].join('\n'),
    )
    expect(contentOf(body)).toBe(textsIn(body))
    expect(textsIn(sourcesMessage({ ...answer, citations: Array(20).fill(citation) }, 'ja'))).toContain('ほか12件')
  })

  it('are the reasons in words, how sure it was, and the times', () => {
    const texts = textsIn(whyMessage(answer, 'en'))

    expect(texts).toContain('> When are travel costs due?')
    expect(texts).toContain('- it asks for a fact\n')
    expect(texts).toContain('- brand new reason\n')
    expect(texts).toContain('83 % sure')
    expect(texts).toContain('- searching: 0.04 s\n')
    expect(texts).not.toContain('deciding')
    expect(textsIn(whyMessage(answer, 'ja'))).toContain('事実を尋ねている')
  })

  it('are passages page by page, with what both ways of searching said', () => {
    const body = searchPage([passage, passage], {
      ...search,
      page: 2,
      pages: 3,
      first: 9,
      previous: 'kiku-page:1',
      next: 'kiku-page:3',
    })

    expect(textsIn(body)).toContain('### Passages for “costs”')
    expect(textsIn(body)).toContain(
      '**10.** [Travel | Costs](<https://discord.com/channels/1/2/3>) · 80 % relevant · words 0.42, 3rd · meaning 0.83, 1st\n> File costs by the \\*10th\\*.',
    )
    expect(textsIn(body)).toContain('-# Page 2 of 3')
    expect(componentsOf(body).flatMap(({ custom_id: id }) => id ?? [])).toEqual(['kiku-page:1', 'kiku-page:3'])
    expect(textsIn(searchPage([], { ...search, locale: 'ja' }))).toBe(
      '### 「costs」に関する箇所\n回答は見つかりませんでした',
    )
  })
})
