import { describe, expect, it } from 'vitest'
import { createDraft } from '../../../../src/adapters/common/chat/reply-draft.ts'
import { cardsOf, createTaskCards } from '../../../../src/adapters/slack/reply/task-cards.ts'
import type { Evidence } from '../../../../src/domain/evidence.ts'
import { buildAnswer } from '../../../fakes/scripted-kiku.ts'

const { decision } = buildAnswer()

function evidence(location: string, title = 'Handbook'): Evidence {
  return {
    key: 1,
    namespace: 'knowledge',
    audience: 'public',
    title,
    text: 'A passage.',
    location,
    locator: { headings: [] },
    createdAt: 0,
    score: 1,
    probability: 0.9,
    legs: {},
  }
}

describe('cardsOf', () => {
  it('names where was searched and why, with the addresses that a browser opens', () => {
    const locations = ['https://example.com/a', '/home/kiku/secret.md', 'javascript:alert(1)', 'https://example.com/a']

    const [card] = cardsOf({ decision, evidence: locations.map((location) => evidence(location)), tools: [] }, 'en')

    expect(card).toMatchObject({ type: 'task_update', title: 'searched knowledge', status: 'complete' })
    expect(card?.details).toBe('it asks for a fact')
    expect(card?.sources).toEqual([{ type: 'url', url: 'https://example.com/a', text: 'Handbook' }])
  })

  it('says that nothing was searched, and shows no sources then', () => {
    const direct = { ...decision, labels: ['direct'] as const }

    const [card] = cardsOf({ decision: direct, evidence: [evidence('https://example.com/')], tools: [] }, 'ja')

    expect(card?.title).toBe('検索せずに回答しました')
    expect(card).not.toHaveProperty('sources')
  })

  it('shows no address that pretends to be another', () => {
    const [card] = cardsOf({ decision, evidence: [evidence('https://slack.com@evil.example/')], tools: [] }, 'en')

    expect(card).not.toHaveProperty('sources')
  })

  it('keeps titles of documents from calling anyone, and short', () => {
    const titles = ['<!channel> read this', 'x'.repeat(5000)]
    const found = titles.map((title, n) => evidence(`https://example.com/${n}`, title))

    const [card] = cardsOf({ decision, evidence: found, tools: [] }, 'en')

    expect(JSON.stringify(card)).not.toContain('<!channel>')
    expect(card?.sources?.every(({ text }) => text.length <= 256)).toBe(true)
  })

  it('shows the tools that were called', () => {
    const cards = cardsOf({ decision: undefined, evidence: [], tools: ['calculate', 'clock'] }, 'en')

    expect(cards.map(({ id, title }) => `${id} ${title}`)).toEqual(['tool-0 calculate', 'tool-1 clock'])
  })
})

describe('createTaskCards', () => {
  it('tells only what is new', () => {
    const cards = createTaskCards('en')
    const draft = createDraft()
    draft.take({ kind: 'decision', decision })
    cards.sent(draft)

    draft.take({ kind: 'tool-call', name: 'clock', arguments: {} })

    expect(cards.news(draft).map(({ title }) => title)).toEqual(['clock'])
  })
})
