import { afterAll, describe, expect, it } from 'vitest'
import { createFileLoader } from '../../../src/adapters/files/create-file-loader.ts'
import { openZip } from '../../../src/adapters/files/read-zip.ts'
import { outline, writeZip, type ZipPart } from './fixture-files.ts'

const NEVER = new AbortController().signal
const TYPES = {
  name: '[Content_Types].xml',
  content:
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
}
const RELATIONS = {
  name: '_rels/.rels',
  content:
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
}

function wordPart(text: string): ZipPart {
  const names = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
  const body = `<w:body><w:p><w:r><w:t>${text}</w:t></w:r></w:p></w:body>`
  return { name: 'word/document.xml', content: `<?xml version="1.0"?><w:document ${names}>${body}</w:document>` }
}

function wordFile(...more: readonly ZipPart[]): Buffer {
  return Buffer.from(writeZip([TYPES, RELATIONS, wordPart('無害な文書'), ...more]))
}

/** Says that there are so many entries, whatever follows them. */
function claimEntries(zip: Buffer, count: number): Buffer {
  zip.writeUInt16LE(count, zip.length - 14)
  zip.writeUInt16LE(count, zip.length - 12)
  return zip
}

/** An archive in which some readers find one directory and some another, by the rules for very large ones. */
function twoFaced(shown: Buffer, hidden: Buffer): Buffer {
  const end = Buffer.from(shown.subarray(-22))
  const shownDirectory = Buffer.from(shown.subarray(end.readUInt32LE(16), -22))
  const hiddenEnd = hidden.subarray(-22)
  const hiddenAt = hiddenEnd.readUInt32LE(16)
  const hiddenDirectory = Buffer.from(hidden.subarray(hiddenAt, -22))
  const filesLength = hiddenAt
  for (let at = 0; at + 46 <= shownDirectory.length; ) {
    shownDirectory.writeUInt32LE(shownDirectory.readUInt32LE(at + 42) + filesLength, at + 42)
    at += 46 + shownDirectory.readUInt16LE(at + 28)
  }
  const shownFiles = shown.subarray(0, end.readUInt32LE(16))
  const before = Buffer.concat([hidden.subarray(0, hiddenAt), shownFiles])
  const gap = Buffer.alloc(4)
  const large = Buffer.alloc(56)
  large.writeUInt32LE(0x06064b50, 0)
  large.writeBigUInt64LE(44n, 4)
  large.writeBigUInt64LE(BigInt(hiddenEnd.readUInt16LE(10)), 24)
  large.writeBigUInt64LE(BigInt(hiddenEnd.readUInt16LE(10)), 32)
  large.writeBigUInt64LE(BigInt(hiddenDirectory.length), 40)
  large.writeBigUInt64LE(BigInt(before.length + shownDirectory.length + gap.length), 48)
  const locator = Buffer.alloc(20)
  locator.writeUInt32LE(0x07064b50, 0)
  locator.writeBigUInt64LE(BigInt(before.length + shownDirectory.length + gap.length + hiddenDirectory.length), 8)
  locator.writeUInt32LE(1, 16)
  end.writeUInt16LE(0xffff, 4)
  end.writeUInt32LE(before.length, 16)
  return Buffer.concat([before, shownDirectory, gap, hiddenDirectory, large, locator, end])
}

describe('office documents that are made to do harm', () => {
  const loader = createFileLoader({ maxBytes: 8_000_000, timeoutMs: 20_000, workers: 1 })
  afterAll(() => loader.close())
  const load = (name: string, bytes: Uint8Array) => loader.load({ location: `/d/${name}`, bytes }, NEVER)
  const spaces = ' '.repeat(20_000_000)

  it('are refused where a part is packed a thousandfold', async () => {
    const bytes = writeZip([TYPES, RELATIONS, wordPart(spaces)])

    await expect(load('bomb.docx', bytes)).rejects.toMatchObject({ code: 'document-too-large' })
  })

  it('are refused where an entry is not counted', async () => {
    const bytes = claimEntries(wordFile(wordPart(spaces)), 3)

    await expect(load('uncounted.docx', bytes)).rejects.toMatchObject({ code: 'document-unreadable' })
  })

  it('are read as they were checked where another reader would find another directory', async () => {
    const bytes = twoFaced(wordFile(), Buffer.from(writeZip([TYPES, RELATIONS, wordPart(spaces)])))

    const document = await load('two-faced.docx', bytes)

    expect(outline(document)).toEqual(['paragraph 無害な文書'])
  })

  it('are read as they were checked where two entries have one name', async () => {
    const bytes = wordFile(wordPart('The last one.'))

    expect(outline(await load('twice.docx', bytes))).toEqual(['paragraph The last one.'])
  })

  it('are refused where many entries share the same packed bytes', async () => {
    const packed = wordFile({ name: 'word/0.xml', content: 'x'.repeat(400_000) })
    const end = packed.subarray(-22)
    const directory = packed.subarray(end.readUInt32LE(16), -22)
    const last = directory.subarray(directory.lastIndexOf(Buffer.from('PK\u0001\u0002', 'latin1')))
    const copies = Array.from({ length: 5_000 }, (_, number) => {
      const name = Buffer.from(`word/${number}.xml`)
      const entry = Buffer.concat([last.subarray(0, 46), name])
      entry.writeUInt16LE(name.length, 28)
      return entry
    })
    const entries = Buffer.concat([directory, ...copies])
    const bytes = claimEntries(Buffer.concat([packed.subarray(0, end.readUInt32LE(16)), entries, end]), 5_004)

    await expect(load('overlap.docx', bytes)).rejects.toMatchObject({ code: 'document-too-large' })
  })

  it('are refused where they have more entries than any document', async () => {
    const many = Array.from({ length: 20_001 }, (_, number) => ({ name: `word/${number}.xml`, content: '' }))

    await expect(load('many.docx', wordFile(...many))).rejects.toMatchObject({ code: 'document-too-large' })
  })

  it('are read without what is packed inside them', async () => {
    const inner = writeZip([{ name: 'bomb.xml', content: spaces }])
    const nested = writeZip([{ name: 'inner.zip', content: inner }])

    const document = await load('nested.docx', wordFile({ name: 'word/embeddings/nested.zip', content: nested }))

    expect(outline(document)).toEqual(['paragraph 無害な文書'])
  })

  it('are read slide by slide, each once, however often it is named', async () => {
    const shape = '<p:sp><p:txBody><a:p><a:r><a:t>Once</a:t></a:r></a:p></p:txBody></p:sp>'
    const bytes = writeZip([
      {
        name: 'ppt/presentation.xml',
        content: `<p:presentation><p:sldIdLst>${'<p:sldId r:id="r1"/>'.repeat(5_000)}</p:sldIdLst></p:presentation>`,
      },
      {
        name: 'ppt/_rels/presentation.xml.rels',
        content: '<Relationships><Relationship Id="r1" Type="x/slide" Target="slides/slide1.xml"/></Relationships>',
      },
      { name: 'ppt/slides/slide1.xml', content: `<p:sld><p:cSld><p:spTree>${shape}</p:spTree></p:cSld></p:sld>` },
    ])

    const document = await load('talk.pptx', bytes)

    expect(outline(document)).toEqual(['heading1 Slide 1', 'paragraph Once'])
  })

  it('are unpacked no further than an honest document would be, however often a part is read', () => {
    // Not so regular that the part alone would be refused.
    const noise = Array.from({ length: 20_000 }, (_, number) => number * 7_919).join('')
    const content = noise + ' '.repeat(5_000_000)
    const archive = openZip(writeZip([{ name: 'a.xml', content }]))
    const readOn = () => Array.from({ length: 40 }, () => archive.read('a.xml')?.length)

    expect(archive.read('a.xml')).toHaveLength(content.length)
    expect(readOn).toThrow(
      expect.objectContaining({ refusal: expect.objectContaining({ code: 'document-too-large' }) }),
    )
  })

  it('are refused where they are spreadsheets, unread', async () => {
    const bytes = writeZip([TYPES, { name: 'xl/workbook.xml', content: '' }, { name: 'xl/1.xml', content: spaces }])

    await expect(load('bomb.xlsx', bytes)).rejects.toMatchObject({ code: 'document-unsupported' })
  })
})
