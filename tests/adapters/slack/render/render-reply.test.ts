import { describe, expect, it } from 'vitest'
import { chatWords } from '../../../../src/adapters/common/chat/words.ts'
import {
  closingBlocks,
  failureBlocks,
  pieceBlocks,
  privateBlocks,
  renderPieces,
  type SlackBlock,
  stopBlocks,
  whyBlocks,
} from '../../../../src/adapters/slack/render/render-reply.ts'
import type { Answer } from '../../../../src/domain/answer.ts'
import { KikuError } from '../../../../src/domain/errors.ts'
import type { Citation } from '../../../../src/domain/evidence.ts'
import { couldMention } from './could-mention.ts'

const TURN = 'slack:T1:C1:1700000000.000100'
const view = { turnId: TURN, locale: 'en' } as const

const citation: Citation = {
  number: 1,
  key: 1,
  title: 'Travel › Costs',
  location: 'https://wiki.example.com/travel',
  locator: {},
  quote: 'File costs by the 10th.',
  score: 0.9,
}

const answer: Answer = {
  kind: 'answered',
  text: 'By **the 10th** [1].',
  citations: [citation],
  decision: {
    labels: ['knowledge', 'history'],
    probabilities: { direct: 0, knowledge: 0.9, history: 0.6, tool: 0 },
    confidence: 0.83,
    reasons: ['asks-for-fact', 'probe-knowledge-strong', 'brand-new-reason'],
    features: {},
    decidedBy: 'features',
  },
  evidence: { used: 6, found: 9 },
  model: 'qwen3:8b',
  question: 'When are travel costs due?',
  timings: { route: 1, gather: 40, answer: 2310, total: 2400 },
}
const direct: Answer = {
  ...answer,
  citations: [],
  decision: { ...answer.decision, labels: ['direct'] },
  evidence: { used: 0, found: 0 },
}

/** Every text in blocks that a reader sees, in order. */
function textsOf(blocks: readonly SlackBlock[]): string {
  const found: string[] = []
  JSON.stringify(blocks, (key, value: unknown) => {
    if ((key === 'text' || key === 'title') && typeof value === 'string') found.push(value)
    return value
  })
  return found.join('')
}

function actionsOf(blocks: readonly SlackBlock[]): readonly string[] {
  return blocks.flatMap((block) =>
    block.type === 'actions' || block.type === 'context_actions'
      ? block.elements.flatMap((element) => ('action_id' in element ? [element.action_id ?? ''] : []))
      : [],
  )
}

describe('what stands below an answer in Slack', () => {
  it('lists numbered sources with link, place and quote', () => {
    const slides = {
      ...citation,
      number: 2,
      title: '売上',
      location: '/srv/files/sales.pptx',
      locator: { page: 4 },
      quote: '',
    }

    const [sources] = closingBlocks({ ...answer, citations: [citation, slides] }, { ...view, locale: 'ja' })

    expect(textsOf(sources === undefined ? [] : [sources])).toBe(
      '出典\n[1] Travel › Costs\nFile costs by the 10th.\n[2] 売上 · スライド4',
    )
    expect(JSON.stringify(sources)).toContain('"url":"https://wiki.example.com/travel"')
    expect(JSON.stringify(sources)).not.toContain('/srv/files')
  })

  it('shows ten sources and counts the rest', () => {
    const citations = Array.from({ length: 13 }, (_, at) => ({ ...citation, number: at + 1 }))

    const texts = textsOf(closingBlocks({ ...answer, citations }, view))

    expect(texts).toContain('[10] ')
    expect(texts).not.toContain('[11] ')
    expect(texts).toContain('and 3 more')
  })

  it('says how the answer came about, in both languages', () => {
    expect(textsOf(closingBlocks(answer, view))).toContain(
      'searched knowledge, history · used 6 of 9 passages · written by qwen3:8b',
    )
    expect(textsOf(closingBlocks(direct, { ...view, locale: 'ja' }))).toContain(
      '検索せずに回答しました · 回答: qwen3:8b',
    )
    expect(
      textsOf(closingBlocks({ ...answer, kind: 'extracted', model: null, degraded: 'model-busy' }, view)),
    ).toContain('The language model is busy, so I quote the sources instead.')
  })

  it('offers a search only where none was made', () => {
    const abstained: Answer = { ...direct, kind: 'abstained', model: null }

    expect(actionsOf(closingBlocks(answer, view))).toEqual(['kiku_why', 'kiku_try_again', 'kiku_feedback'])
    expect(actionsOf(closingBlocks(direct, view))).toContain('kiku_search_anyway')
    expect(textsOf(closingBlocks(direct, view))).toContain('Search')
    expect(textsOf(closingBlocks(abstained, view))).toContain('Search anyway')
    expect(actionsOf(closingBlocks({ ...abstained, decision: answer.decision }, view))).not.toContain(
      'kiku_search_anyway',
    )
  })

  it('asks what the reader thinks of it', () => {
    const buttons = JSON.stringify(closingBlocks(answer, view).at(-1))

    expect(buttons).toContain(`"value":"up:${TURN}"`)
    expect(buttons).toContain(`"value":"down:${TURN}"`)
  })

  it('stays small and mentions nobody, whatever titles, quotes and models hold', () => {
    const hostile = `<!channel> <@U1> @here \`x\` *b* &lt;!here&gt; \u202e${'长'.repeat(5_000)}`
    const bad = { ...citation, title: hostile, quote: hostile, location: `https://example.com/@channel/<!here>` }
    const hostileAnswer = {
      ...answer,
      model: hostile,
      question: hostile,
      citations: Array.from({ length: 30 }, () => bad),
    }

    const blocks = [...closingBlocks(hostileAnswer, view), ...whyBlocks(hostileAnswer, 'en')]

    expect(couldMention(textsOf(blocks))).toBe(false)
    expect(couldMention(JSON.stringify(blocks))).toBe(false)
    expect(JSON.stringify(blocks).length).toBeLessThan(9_000)
    expect(JSON.stringify(blocks)).not.toContain('\u202e')
  })

  it('links no source but to the web', () => {
    const locations = [
      'javascript:alert(1)',
      '/etc/passwd',
      'file:///etc/passwd',
      'https://user@evil.example/',
      'mailto:a@b.example',
    ]

    const blocks = closingBlocks(
      { ...answer, citations: locations.map((location, at) => ({ ...citation, number: at + 1, location })) },
      view,
    )

    expect(JSON.stringify(blocks)).not.toContain('"url"')
  })
})

describe('other blocks of a reply in Slack', () => {
  it('explains an answer with reasons in words, confidence and times', () => {
    const texts = textsOf(whyBlocks(answer, 'en'))

    expect(texts).toContain('it asks for a fact')
    expect(texts).toContain('brand new reason')
    expect(texts).toContain('83 % sure')
    expect(texts).toContain('searching: 0.04 s')
    expect(texts).not.toContain('deciding')
    expect(textsOf(whyBlocks(answer, 'ja'))).toContain('事実を尋ねている')
  })

  it('shows a failure with what to do, and a way to try again where that may help', () => {
    const busy = new KikuError('model-busy', 'The model is busy. <!channel>', { remedy: 'See `kiku doctor`.' })

    const blocks = failureBlocks(busy, view)

    expect(textsOf(blocks)).toContain('The model is busy.')
    expect(textsOf(blocks)).toContain('See `kiku doctor`.')
    expect(couldMention(textsOf(blocks))).toBe(false)
    expect(actionsOf(blocks)).toEqual(['kiku_try_again'])
    expect(actionsOf(failureBlocks(new KikuError('question-too-long', 'Too long.'), view))).toEqual([])
  })

  it('shows a private answer in one message that can be shared', () => {
    const long = { ...answer, text: '東京は日本の首都です。'.repeat(2_000) }

    const blocks = privateBlocks(long, { ...view, isPrivate: true })

    expect(actionsOf(blocks)).toEqual(['kiku_share', 'kiku_why'])
    expect(blocks.filter(({ type }) => type === 'markdown')).toHaveLength(1)
    expect(textsOf(blocks)).toContain(chatWords('en').cutShort)
  })

  it('has a button to stop', () => {
    expect(actionsOf(stopBlocks(TURN, 'ja'))).toEqual(['kiku_stop'])
  })

  it('cuts a long answer into pieces that Slack takes', () => {
    const section =
      '## 見出し\n\n本文です。**「重要」**な点[1]。\n\n| 列 | 値 |\n|---|---|\n| あ | い |\n\n```js\nrun()\n```\n\n'

    const pieces = renderPieces(section.repeat(700))

    expect(pieces.length).toBeGreaterThan(3)
    expect(pieces.every((piece) => piece.length <= 10_500)).toBe(true)
    expect(pieces.every((piece) => (piece.match(/^```/gm)?.length ?? 0) % 2 === 0)).toBe(true)
    expect(pieceBlocks(pieces[0] ?? '')).toEqual([{ type: 'markdown', text: pieces[0] }])
    expect(renderPieces(' \n')).toEqual([])
  })
})
