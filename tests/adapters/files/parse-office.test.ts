import { describe, expect, it } from 'vitest'
import { outline, parseFile, readFixture, writeZip, type ZipPart } from './fixture-files.ts'

describe('PDF', () => {
  it('joins lines and hyphenated words, tells headings by size, drops running heads and page numbers', async () => {
    const document = await parseFile(readFixture('heat-pump-manual.pdf'))

    const places = document.blocks.map(({ kind, text, locator }) => `${locator.page} ${kind} ${text}`)
    expect(places).toEqual([
      '1 heading Heat pump manual',
      '1 paragraph The heat pump moves warmth from outside into the house. It needs a clear outdoor unit and efficient pipes. Check both before the first cold night of the year and write down what you see.',
      '1 heading Cleaning the filter',
      '1 paragraph Switch the unit off. Take the filter out and wash it with warm water. Never use solvents, since they damage the mesh and the warranty ends when they are used.',
      '2 paragraph A dirty filter raises the power drawn by up to a fifth and may stop the fan altogether in summer.',
      '3 heading Error codes',
      '3 paragraph E4 means that the outdoor sensor is disconnected.',
      '3 paragraph E7 means that the refrigerant pressure is too low.',
    ])
    expect(document.title).toBe('Heat pump manual')
  })

  it('decodes Japanese fonts that the file does not contain', async () => {
    const document = await parseFile(readFixture('防災の手引き.pdf'))

    expect(outline(document)).toEqual([
      'heading1 防災の手引き',
      'paragraph 地震が起きたときは、まず身の安全を確保し、火の元を確認してください。避難場所は市役所の隣にある中央公園です。家族との連絡方法を事前に決めておきましょう。',
      'heading2 備蓄品',
      'paragraph 飲料水は一人一日三リットル、三日分を用意します。',
    ])
  })
})

describe('DOCX', () => {
  it('keeps headings, lists and tables', async () => {
    const document = await parseFile(readFixture('travel-policy.docx'))

    expect(document.title).toBe('Travel policy')
    expect(outline(document)).toEqual([
      'heading1 Travel policy',
      'paragraph This policy applies to all employees. It was last changed in March.',
      'heading1 Booking',
      'paragraph Book trains and flights through the travel desk.',
      'list - Economy class within Europe\n- Business class above eight hours',
      'heading2 Daily allowance',
      'table | Country | Allowance |\n| --- | --- |\n| Japan | 9,000 yen |\n| Germany | 42 euros |',
      'heading1 Receipts',
      'paragraph Hand in receipts within thirty days.',
    ])
  })

  it('reads Japanese', async () => {
    const document = await parseFile(readFixture('就業規則.docx'))

    expect(document.title).toBe('就業規則')
    expect(outline(document)).toContain('paragraph 有給休暇は年に二十日とする。申請は三日前までに行うこと。')
  })
})

describe('PPTX', () => {
  it('reads slides in the order shown, with groups, tables and notes', async () => {
    const document = await parseFile(readFixture('quarterly-review.pptx'))

    expect(document.title).toBe('Quarterly review')
    expect(document.blocks.map(({ kind, text, locator }) => `${locator.page} ${kind} ${text}`)).toEqual([
      '1 heading Quarterly review',
      '1 paragraph Sales and support',
      '2 heading Slide 2',
      '2 paragraph Grouped label: churn fell to 3%',
      '2 table | Team | Tickets |\n| --- | --- |\n| Support | 420 |',
      '3 heading 売上',
      '3 list - 第二四半期の売上は前年比12%増\n  - 大阪支店が最も伸びた',
      '3 paragraph Mention the new Osaka branch.',
    ])
  })
})

describe('OpenDocument', () => {
  it('gives the paragraphs', async () => {
    const names =
      'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    const body =
      '<office:body><office:text><text:h>見出し</text:h><text:p>A paragraph.</text:p></office:text></office:body>'
    const content = `<?xml version="1.0"?><office:document-content ${names}>${body}</office:document-content>`
    const mimetype = 'application/vnd.oasis.opendocument.text'
    const bytes = writeZip([
      { name: 'mimetype', content: mimetype },
      { name: 'content.xml', content },
    ])

    const document = await parseFile({ location: '/documents/note.odt', bytes })

    expect(outline(document)).toEqual(['paragraph 見出し', 'paragraph A paragraph.'])
  })
})

describe('hostile archives', () => {
  const zeros = new Uint8Array(8 * 1024 * 1024)
  const bombs: readonly [string, readonly ZipPart[]][] = [
    ['one part is packed a thousandfold', [{ name: 'word/document.xml', content: zeros }]],
    ['a part is larger than announced', [{ name: 'word/document.xml', content: zeros, announcedSize: 1000 }]],
    ['a slide is larger than announced', [{ name: 'ppt/presentation.xml', content: zeros, announcedSize: 1000 }]],
    ['the parts together are too large', manyParts(600)],
  ]

  it.each(bombs)('refuses one in which %s', async (_what, parts) => {
    const location = parts[0]?.name.startsWith('ppt') ? '/d/bomb.pptx' : '/d/bomb.docx'

    const reading = parseFile({ location, bytes: writeZip(parts) })

    await expect(reading).rejects.toMatchObject({ refusal: { code: 'document-too-large' } })
  })

  it('resolves no entity and follows no relation out of the archive', async () => {
    const xml = '<!DOCTYPE p [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    const bytes = writeZip([
      {
        name: 'ppt/presentation.xml',
        content: `${xml}<p:presentation><p:sldIdLst><p:sldId r:id="r1"/></p:sldIdLst></p:presentation>`,
      },
      {
        name: 'ppt/_rels/presentation.xml.rels',
        content: '<Relationships><Relationship Id="r1" Type="x/slide" Target="../../../etc/passwd"/></Relationships>',
      },
      {
        name: 'ppt/slides/slide1.xml',
        content: `${xml}<p:sld><p:cSld><p:spTree><p:sp><p:txBody><a:p><a:r><a:t>&x;kept</a:t></a:r></a:p></p:txBody></p:sp></p:spTree></p:cSld></p:sld>`,
      },
    ])

    const document = await parseFile({ location: '/d/talk.pptx', bytes })

    expect(outline(document).join()).not.toContain('root:')
  })
})

function manyParts(count: number): ZipPart[] {
  const content = new Uint8Array(1024)
  return Array.from({ length: count }, (_, at) => ({
    name: at === 0 ? 'word/document.xml' : `word/media/${at}.bin`,
    content,
    announcedSize: 1024 * 1000,
  }))
}
