import { describe, expect, it } from 'vitest'
import { holdBackLink } from '../../../../src/adapters/discord/reply/hold-back-link.ts'

describe('words that end in a link', () => {
  it.each([
    ['Read https://exa', 'Read '],
    ['Read [the guide', 'Read '],
    ['Read [the guide](https://example.com/a', 'Read '],
    ['手順は[こちら](https://exa', '手順は'],
    ['詳しくはhttps://example.co', '詳しくは'],
    ['Read [the guide](/wiki/Kiku_(bot', 'Read [the guide](/wiki/Kiku_(bot'],
  ])('are shown up to it: %s', (text, shown) => {
    expect(holdBackLink(text)).toBe(shown)
  })

  it.each(['Read [1] and [2].', 'See [it](https://example.com).', 'https://example.comを見る', 'a[0] = 1\nnext', ''])(
    'are shown whole when it has ended: %s',
    (text) => {
      expect(holdBackLink(text)).toBe(text)
    },
  )

  it('are looked at quickly, however long they are', () => {
    const text = `${'[https://'.repeat(20_000)}`

    expect(holdBackLink(text).length).toBeLessThan(text.length)
  })
})
