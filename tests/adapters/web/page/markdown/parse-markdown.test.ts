import { describe, expect, it } from 'vitest'
import type { Block, Inline } from '../../../../../src/adapters/web/page/markdown/nodes.ts'
import { parseMarkdown } from '../../../../../src/adapters/web/page/markdown/parse-markdown.ts'
import { plainText } from '../../../../../src/adapters/web/page/markdown/plain-text.ts'
import { safeAddress } from '../../../../../src/adapters/web/page/markdown/safe-address.ts'

const blocksOf = (text: string): Block[] => parseMarkdown(text).map(({ block }) => block)

function inlinesOf(text: string): readonly Inline[] {
  const [block] = blocksOf(text)
  if (block?.kind !== 'paragraph') throw new Error(`Not a paragraph: ${JSON.stringify(block)}`)
  return block.inlines
}

/** Every address that could be followed, wherever it stands. */
function addressesIn(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return []
  const own = 'kind' in node && node.kind === 'link' && 'address' in node ? [String(node.address)] : []
  return [...own, ...Object.values(node).flatMap(addressesIn)]
}

describe('reading Markdown', () => {
  it('reads the usual blocks', () => {
    const blocks = blocksOf(
      '# Title\n\ntext\n\n- [x] done\n- open\n\n3. three\n\n> quoted\n\n```ts\nx < 1\n```\n\n| a | b |\n|:-:|--|\n| 1 | 2 |\n\n---',
    )

    expect(blocks.map(({ kind }) => kind)).toEqual([
      'heading',
      'paragraph',
      'list',
      'list',
      'quote',
      'code',
      'table',
      'rule',
    ])
    expect(blocks[2]).toMatchObject({ items: [{ isDone: true }, {}] })
    expect(blocks[3]).toMatchObject({ start: 3 })
    expect(blocks[5]).toMatchObject({ language: 'ts', text: 'x < 1' })
    expect(blocks[6]).toMatchObject({ header: [{ align: 'center' }, { align: undefined }] })
  })

  it('finds the markers of citations, also in a row and inside of emphasis, but not in code', () => {
    expect(inlinesOf('So it is [1][12], **surely [3]** `a[4]`.')).toEqual([
      { kind: 'text', text: 'So it is ' },
      { kind: 'citation', number: 1 },
      { kind: 'citation', number: 12 },
      { kind: 'text', text: ', ' },
      {
        kind: 'strong',
        inlines: [
          { kind: 'text', text: 'surely ' },
          { kind: 'citation', number: 3 },
        ],
      },
      { kind: 'text', text: ' ' },
      { kind: 'code', text: 'a[4]' },
      { kind: 'text', text: '.' },
    ])
  })

  it('lets no definition turn a marker into a link', () => {
    const blocks = blocksOf('As said [1].\n\n[1]: https://evil.example.com "x"')

    expect(inlinesOf('As said [1].\n\n[1]: https://evil.example.com')).toContainEqual({ kind: 'citation', number: 1 })
    expect(blocks[1]).toMatchObject({ kind: 'paragraph', inlines: [{ kind: 'citation', number: 1 }, {}, {}, {}] })
  })

  it.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    'a <b onclick="x()">b</b> c',
    '<iframe src="https://evil.example.com"></iframe>\n\nmore',
    '<!-- comment -->',
    '<div><a href="javascript:x">y</a></div>',
  ])('shows HTML as its letters: %s', (text) => {
    const shown = plainText(text)

    expect(shown).toContain('<')
    expect(addressesIn(blocksOf(text))).toEqual([])
  })

  it('shows an image as its words and address, and loads nothing', () => {
    expect(inlinesOf('![a pixel](https://tracker.example.com/p.png?s=1)')).toEqual([
      { kind: 'text', text: 'a pixel <https://tracker.example.com/p.png?s=1>' },
    ])
  })

  it('decodes character references into letters', () => {
    expect(inlinesOf('&lt;b&gt; &amp; &#x65e5;&#26412; &unknown;')).toEqual([
      { kind: 'text', text: '<b> & 日本 &unknown;' },
    ])
  })

  it('survives nesting that no stack holds, and texts of any length', () => {
    expect(plainText(`${'>'.repeat(20_000)} deep`)).toContain('deep')
    expect(blocksOf('a'.repeat(300_000))).toHaveLength(1)
  })
})

describe('addresses', () => {
  it.each(['https://example.com/a?b=1&c=2#d', 'http://localhost:3000/', 'mailto:aki@example.com'])(
    'follows %s',
    (address) => {
      expect(safeAddress(address)).toBe(address)
    },
  )

  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java\nscript:alert(1)',
    ' javascript:alert(1)',
    'data:text/html,<script>1</script>',
    'vbscript:x',
    'file:///etc/passwd',
    'blob:https://example.com/1',
    '/v1/threads',
    '//evil.example.com',
    'https://user:secret@example.com/',
    'https://example.com@evil.example.com/',
    'https:',
    '',
  ])('does not follow %j', (address) => {
    expect(safeAddress(address)).toBeUndefined()
    expect(addressesIn(blocksOf(`[click](<${address}>) <${address}>`))).toEqual([])
  })
})
