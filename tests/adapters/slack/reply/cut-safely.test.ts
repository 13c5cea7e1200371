import { describe, expect, it } from 'vitest'
import { cutSafely, openFence } from '../../../../src/adapters/slack/reply/cut-safely.ts'

const line = 'A sentence that says something. '

describe('cutSafely', () => {
  it('cuts at a blank line when there is one', () => {
    const words = `${line.repeat(3)}\n\n${line.repeat(3)}`

    const { head, tail } = cutSafely('', words, 180)

    expect(head).toBe(`${line.repeat(3)}\n\n`)
    expect(head + tail).toBe(words)
  })

  it('cuts Japanese behind a full stop', () => {
    const words = 'これは一つ目の文です。これは二つ目の文です。これは三つ目の文です。'

    const { head, tail } = cutSafely('', words, 66)

    expect(head).toBe('これは一つ目の文です。これは二つ目の文です。')
    expect(tail).toBe('これは三つ目の文です。')
  })

  it('closes a code fence in the head and says how to open it again', () => {
    const shown = 'Look:\n```ts\nconst a = 1\n'
    const words = 'const b = 2\nconst c = 3\nconst d'

    const { head, tail, opening } = cutSafely(shown, words, shown.length + 40 + 26)

    expect(head).toBe('const b = 2\nconst c = 3\n```\n')
    expect(tail).toBe('const d')
    expect(opening).toBe('```ts\n')
  })

  it('keeps the outer fence of nested ones', () => {
    const shown = '````md\n```js\nx()\n'

    const { head, opening } = cutSafely(shown, 'y()\nz()\n', 200)

    expect(head.endsWith('\n````\n')).toBe(true)
    expect(opening).toBe('````md\n')
  })

  it('loses and repeats nothing over many cuts', () => {
    const words = Array.from({ length: 300 }, (_, n) => `Line ${n} of 300, 日本語も。`).join('\n')
    let left = words
    let joined = ''

    while (left !== '') {
      const cut = cutSafely('', left, 500)
      expect(cut.head.length).toBeLessThanOrEqual(500)
      joined += cut.head
      left = cut.tail
    }

    expect(joined).toBe(words)
  })

  it('never halves a character of words without any break', () => {
    const words = '😀'.repeat(100)

    const { head, tail } = cutSafely('', words, 91)

    expect(head + tail).toBe(words)
    expect([...head].every((character) => character === '😀')).toBe(true)
  })

  it('takes nothing when what stands is full', () => {
    const { head, tail } = cutSafely('x'.repeat(100), 'more words', 100)

    expect(head).toBe('')
    expect(tail).toBe('more words')
  })
})

describe('openFence', () => {
  it('sees that a fence was closed', () => {
    expect(openFence('```\na\n```\nb')).toBeUndefined()
  })

  it('does not take inline code for a fence', () => {
    expect(openFence('```a``` b\nc')).toBeUndefined()
  })

  it('finds one in a list', () => {
    expect(openFence('1. Do this:\n\n   ```sh\n   npm start\n')).toEqual({ marker: '```', opening: '```sh' })
  })
})
