import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cleanFileName } from '../../../src/ingest/uploaded-files-name.ts'

const bytesOf = (text: string) => new TextEncoder().encode(text).length

describe('the name of an uploaded file', () => {
  it.each([
    ['report.pdf', 'report.pdf'],
    ['就業規則 2026年版.docx', '就業規則 2026年版.docx'],
    ['../../etc/passwd.txt', 'passwd.txt'],
    ['C:\\Users\\hanako\\議事録.md', '議事録.md'],
    ['folder/', 'folder'],
    ['..', 'document'],
    ['', 'document'],
    ['.md', 'document.md'],
    ['.hidden.md', 'hidden.md'],
    ['a.md. . .', 'a.md'],
    ['CON.txt', '_CON.txt'],
    ['com1.tar.md', '_com1.tar.md'],
    ['nul', '_nul'],
    ['console.md', 'console.md'],
    ['in\u202egpj.exe', 'ingpj.exe'],
    ['a\u0000b\nc\u007f.md', 'abc.md'],
    ['zero\u200bwidth\ufeff.md', 'zerowidth.md'],
    ['<img src=x onerror="alert(1)">.md', '_img src=x onerror=_alert(1)__.md'],
    ['$(rm -rf ~)`id`|x?*.md', '_(rm -rf ~)_id__x__.md'],
    ['half \ud83d.md', 'half.md'],
    ['ハ\u309aス.md', 'パス.md'],
    ['a.this is no ending at all', 'a.this is no ending at all'],
  ])('of %j is %j', (name, cleaned) => {
    expect(cleanFileName(name)).toBe(cleaned)
  })

  it('is cut between characters as people see them, and keeps its ending', () => {
    const long = cleanFileName(`${'規'.repeat(300)}.docx`)
    const emoji = cleanFileName(`${'👩🏽'.repeat(200)}.md`)

    expect(long).toMatch(/^規{60,}\.docx$/)
    expect(emoji).toMatch(/^(?:👩🏽)+\.md$/u)
    expect(Math.max(bytesOf(long), bytesOf(emoji))).toBeLessThanOrEqual(200)
  })

  it('is safe on any system whatever was sent', () => {
    const part = fc.constantFrom(
      '/',
      '\\',
      '..',
      '.',
      ' ',
      'con',
      '\u202e',
      '\ud800',
      '\0',
      '規',
      '👨‍👩‍👧',
      ':',
      '.md',
      '~',
    )
    const name = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 400 }),
      fc.array(part, { maxLength: 60 }).map((parts) => parts.join('')),
    )
    fc.assert(
      fc.property(name, (given) => {
        const cleaned = cleanFileName(given)

        expect(cleaned.length).toBeGreaterThan(0)
        expect(cleaned.length).toBeLessThanOrEqual(121)
        expect(bytesOf(cleaned)).toBeLessThanOrEqual(201)
        expect(cleaned).not.toMatch(/[/\\<>:"|?*\p{Cc}\p{Cf}\p{Surrogate}]|^[. ]|[. ]$/u)
        expect(cleaned).not.toMatch(/^(?:con|nul|aux|prn)(?:\.|$)/i)
        expect(cleaned).toBe(cleaned.normalize('NFC'))
        expect(cleanFileName(cleaned)).toBe(cleaned)
      }),
    )
  })
})
