import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { guardStream } from '../../../src/answer/guard-stream.ts'
import { collectAllowedLinks, removeUnsupportedLinks } from '../../../src/answer/remove-unsupported-links.ts'

const allowed = collectAllowedLinks([
  'See https://good.example.com/docs?a=1#x, and (https://good.example.com/p_(q)). Mail help@good.com.',
  '[手順](https://good.example.com/jp)を参照。',
])
const clean = (text: string) => removeUnsupportedLinks(text, allowed, 'en')

describe('links of the evidence', () => {
  it.each([
    'see https://good.example.com/docs?a=1#x.',
    '[docs](https://good.example.com/docs?a=1#x)',
    'see https://good.example.com/p_(q), too',
    '<https://good.example.com/jp>',
    '[https://good.example.com/jp](https://good.example.com/jp)',
    'write to help@good.com',
  ])('stay as they are: %s', (text) => {
    expect(clean(text)).toBe(text)
  })

  it('are parted from Japanese text that would lengthen them', () => {
    expect(clean('手順はhttps://good.example.com/jpです。')).toBe('手順はhttps://good.example.com/jp です。')
  })

  it('never become images, which are fetched without a click', () => {
    expect(clean('![a](https://good.example.com/jp)')).toBe('a')
  })
})

describe('other links', () => {
  it.each([
    ['[text](https://evil.com/x)', 'text'],
    ['![alt](https://evil.com/x.png)', 'alt'],
    ['[![alt](https://evil.com/i.png)](https://evil.com)', 'alt'],
    ['[x](<https://evil.com/a b>)', 'x'],
    ['[x](\n https://evil.com )', 'x'],
    ['[x](javascript:alert(1))', 'x'],
    ['[x](java\tscript:alert(1))', 'x'],
    ['[x](data:text/html;base64,AAA=)', 'x'],
    ['[x](/admin)', 'x'],
    ['[a][r]\n\n[r]: https://evil.com/x "t"', 'a\n\n'],
    ['<https://evil.com|click>', 'click'],
    ['<a href="https://evil.com">go</a>', 'go'],
    ['<img src=https://evil.com/x onerror=alert(1)>', ''],
    ['<svg/onload=alert(1)>', ''],
    ['<x onclick=alert(1)>', ''],
    ['[1](https://evil.com)', '[1]'],
    ['https://evil.com', '(link removed)'],
    ['<https://evil.com>', '(link removed)'],
    ['https://evil.com/x.', '(link removed).'],
    ['http:\\\\evil.com', '(link removed)'],
    ['https:evil.com', '(link removed)'],
    ['javascript:alert(1)', '(link removed)'],
    ['//evil.com/a', '(link removed)'],
    ['www.evil.com', '(link removed)'],
    ['evil.com/x', '(link removed)'],
    ['me@evil.com', '(link removed)'],
    ['ht\u200btps://evil.com', '(link removed)'],
    ['&#104;ttps&colon;//evil.com', '(link removed)'],
    ['https\\://evil.com', '(link removed)'],
    ['ｈｔｔｐｓ：／／ｅｖｉｌ．ｃｏｍ', '(link removed)'],
    ['https://xn--evl-1na.com', '(link removed)'],
    ['https://good.example.c%6fm/jp', '(link removed)'],
    ['https://good.example.com/jp?q=secret', '(link removed)'],
    ['https://good.example.com.evil.com/jp', '(link removed)'],
    ['`curl https://evil.com/x`', '`curl (link removed)`'],
    ['\\`[x](//evil.com)\\`', '\\`x\\`'],
    ['    ```\n[x](//evil.com)', '    ```\nx'],
    ['> ```\n[x](//evil.com)', '> ```\n[x]((link removed))'],
  ])('go: %s', (text, expected) => {
    expect(clean(text)).toBe(expected)
  })

  it('are named in the language of the answer', () => {
    expect(removeUnsupportedLinks('https://evil.com', allowed, 'ja')).toBe('（リンク省略）')
  })

  it('are found at any place and in any dress', () => {
    const address = fc.constantFrom(
      'https://evil.com',
      'http://evil.com/x?a=b',
      '//evil.com',
      'www.evil.com/',
      'evil.com',
    )
    const dress = fc.constantFrom<(url: string) => string>(
      (url) => url,
      (url) => `[t](${url})`,
      (url) => `![t](${url})`,
      (url) => `[t](<${url}> "t")`,
      (url) => `<a href='${url}'>t</a>`,
      (url) => `<${url}>`,
      (url) => `[${url}](${url})`,
      (url) => `**${url}**`,
      (url) => `(${url})`,
      (url) => `「${url}」`,
      (url) => `| ${url} |`,
      (url) => `[t][r]\n[r]: ${url}\n`,
    )
    const around = fc.array(
      fc.constantFrom(' ', '\n', 'a', '。', '[', ']', '(', ')', '<', '`', '!', '[1]', '手', '.'),
      { maxLength: 6 },
    )
    fc.assert(
      fc.property(around, address, dress, around, (before, url, wrap, after) => {
        const text = `${before.join('')} ${wrap(url)} ${after.join('')}`

        // Inside a code span nothing is made clickable but what names its scheme.
        const code = /`[^`\n]*`|```[\s\S]*/g
        expect(clean(text)).not.toMatch(/(?:[a-z]:\/\/|www\.)\S*evil/)
        expect(clean(text).replace(code, '')).not.toContain('evil')
      }),
      { numRuns: 500 },
    )
  })
})

describe('what is no link', () => {
  it.each([
    'Node.js, README.md, config.yaml and package.json',
    'kiku ingest <path>; List<String>; a < b and c > d',
    'ratio 3:4 at 12:30, note: this, data: 5',
    'version 1.2.3.4 is out',
    'e.g. this. In 2020.It was late',
    '`user.name` and `row.id`',
    '料金は月額980円（税込）です：詳細はこちら。',
    '```html\n<a class="x">y</a>\n```',
  ])('stays: %s', (text) => {
    expect(clean(text)).toBe(text)
  })

  it.each([
    ['brackets', '['.repeat(30_000)],
    ['tags', '<a '.repeat(10_000)],
    ['dots', 'a.'.repeat(20_000)],
    ['half links', '[x](a'.repeat(6_000) + ')'.repeat(6_000)],
    ['ticks', '` a'.repeat(10_000)],
    ['one word', 'a'.repeat(100_000)],
  ])('is passed quickly even when there is much of it: %s', (_what, text) => {
    const before = performance.now()

    clean(text)

    // Generous: what must not happen is quadratic time, which takes many seconds here.
    expect(performance.now() - before).toBeLessThan(3_000)
  })
})

describe('a guarded stream', () => {
  const cut = (text: string, sizes: readonly number[]) => {
    const pieces: string[] = []
    let from = 0
    for (let index = 0; from < text.length; index += 1) {
      const size = sizes[index % sizes.length] ?? 1
      pieces.push(text.slice(from, from + size))
      from += size
    }
    return pieces
  }

  it('never shows a foreign address, wherever its tokens are cut', () => {
    const texts = [
      'Look at [this](https://evil.com/a?b=c) and ![that](https://evil.com/x.png) now.',
      '見て<a href="https://evil.com/">これ</a>と https://evil.com/x です。',
      'First [1], then <https://evil.com/y|here>. www.evil.com/z `curl https://evil.com/q`',
    ]
    fc.assert(
      fc.property(
        fc.constantFrom(...texts),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 8 }),
        (text, sizes) => {
          const guard = guardStream(allowed, 'en', 'secret')

          const shown =
            cut(text, sizes)
              .map((piece) => guard.push(piece))
              .join('') + guard.end()

          expect(shown).not.toContain('evil.com')
        },
      ),
    )
  })

  it('shows ordinary text at once, but for the word in progress', () => {
    const guard = guardStream(allowed, 'en', 'secret')

    expect(guard.push('The answer is [1] simple')).toBe('The answer is [1] ')
    expect(guard.push('. 日本語はすぐに')).toBe('simple. 日本語はすぐに')
    expect(guard.end()).toBe('')
  })

  it('does not wait for ever behind an open bracket', () => {
    const guard = guardStream(allowed, 'en', 'secret')

    expect(guard.push(`[${'a '.repeat(600)}`)).not.toBe('')
  })
})
