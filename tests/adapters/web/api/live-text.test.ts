import { describe, expect, it } from 'vitest'
import { correctDraft, listSources, withoutSources } from '../../../../src/adapters/web/api/openai/list-sources.ts'
import { createLiveText } from '../../../../src/adapters/web/api/openai/live-text.ts'
import type { Answer } from '../../../../src/domain/answer.ts'
import type { Citation } from '../../../../src/domain/evidence.ts'
import { buildAnswer } from '../../../fakes/scripted-kiku.ts'

function citation(number: number, key: number, about: Partial<Citation> = {}): Citation {
  return { number, key, title: `T${key}`, location: `/d/${key}.md`, locator: {}, quote: 'q', score: 0.9, ...about }
}

function tell(tokens: readonly string[], answer: Partial<Answer>, keys: readonly number[] = [41, 42, 43]) {
  const live = createLiveText()
  live.useEvidence(keys)
  const shown = tokens.map((token) => live.push(token)).join('')
  return { shown, end: live.finish(buildAnswer(answer)) }
}

describe('live text', () => {
  it('numbers markers as the checked answer does, however they are written and cut', () => {
    const { shown, end } = tell(['Up to 140 euros.', ' [', '3', '] Trains: second class【1†s】.', ' Both ［３, 1］.'], {
      text: 'Up to 140 euros [1]. Trains: second class [2]. Both [1][2].',
      citations: [citation(1, 43), citation(2, 41)],
    })

    expect(shown).toBe('Up to 140 euros. [1] Trains: second class[2]. Both [1][2].')
    expect(end).toMatchObject({
      kind: 'held',
      rest: '',
      citations: [
        { number: 1, key: 43 },
        { number: 2, key: 41 },
      ],
    })
  })

  it('numbers sources that the check adds behind those that were named', () => {
    const { end } = tell(['2万円まで [2]。', '電車は二等です。'], {
      text: '2万円まで[2]。電車は二等です[1]。',
      citations: [citation(1, 41), citation(2, 42)],
    })

    expect(end).toMatchObject({
      kind: 'held',
      citations: [
        { number: 1, key: 42 },
        { number: 2, key: 41 },
      ],
    })
  })

  it('leaves brackets in code, links and numbers of nothing alone or out', () => {
    const { shown } = tell(['Use `list[1]`:\n```js\na[2]\n```\nSee [1](https://x.example) and [9] and [2].'], {})

    expect(shown).toBe('Use `list[1]`:\n```js\na[2]\n```\nSee [1](https://x.example) and  and [1].')
  })

  it('says that a draft does not hold where the check changed it, or cites something else', () => {
    const marked = tell(['It is so [1]. It is red.'], {
      text: 'It is so [1]. It is red (unsupported).',
      citations: [citation(1, 41)],
    })
    const other = tell(['It is so [2].'], { text: 'It is so [1].', citations: [citation(1, 41)] })
    const silent = tell([], { text: 'I could not find this.', citations: [] })

    expect(marked.end).toMatchObject({ kind: 'replaced', hasDraft: true, citations: [{ key: 41 }] })
    expect(other.end).toMatchObject({ kind: 'replaced', hasDraft: true })
    expect(silent.end).toMatchObject({ kind: 'replaced', hasDraft: false, text: 'I could not find this.' })
  })

  it('shows what was held back, and that an answer was cut off', () => {
    const { shown, end } = tell(['See [the list'], { text: 'See [the list …', citations: [] })

    expect(shown).toBe('See ')
    expect(end).toMatchObject({ kind: 'held', rest: '[the list …' })
  })
})

describe('sources below an answer', () => {
  const whole = (location: string) => location
  const hostile = citation(1, 1, {
    title: '![x](https://evil.example/a.png)\n- [9] <img src=x> `code` \u202egpj.exe https://evil.example',
    location: 'https://ok.example/a b?c=[d]&e=(f)<g>',
    locator: { page: 3 },
  })

  it('let nothing of a title become a picture or a link', () => {
    const list = listSources([hostile, citation(2, 2, { location: '/srv/[a](http://evil.example).md' })], whole, 'en')

    expect(list.split('\n')).toHaveLength(5)
    expect(list).toContain('(p. 3) — https://ok.example/a%20b?c=%5bd%5d&e=%28f%29%3Cg%3E')
    expect(list.replace('https://ok.example', '')).not.toMatch(/https?:\/\/|<|`|\]\(|\u202e/)
  })

  it('are taken away again from what a client sends back, as is a draft that was corrected', () => {
    const english = `Up to 140 euros [1].${listSources([citation(1, 1)], whole, 'en')}`
    const japanese = `たぶん3万円です。${correctDraft('2万円までです[1]。', 'ja')}${listSources([citation(1, 1)], whole, 'ja')}`

    expect(withoutSources(english)).toBe('Up to 140 euros [1].')
    expect(withoutSources(japanese)).toBe('2万円までです[1]。')
    expect(listSources([], whole, 'ja')).toBe('')
  })
})
