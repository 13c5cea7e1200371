import { afterAll, describe, expect, it } from 'vitest'
import { createFileLoader } from '../../../src/adapters/files/create-file-loader.ts'
import { KikuError } from '../../../src/domain/errors.ts'
import type { LoadableFile } from '../../../src/ports/document-loader.ts'
import { testDocumentLoader } from '../../contracts/document-loader-contract.ts'
import { outline, readFixture, textFile, writeZip } from './fixture-files.ts'

const MEGABYTE = 1024 * 1024
const signal = new AbortController().signal

testDocumentLoader('The file loader', () => createFileLoader({ maxBytes: MEGABYTE, timeoutMs: 15_000, workers: 2 }))

describe('the file loader', () => {
  const loader = createFileLoader({ maxBytes: MEGABYTE, timeoutMs: 15_000, workers: 1 })

  afterAll(() => loader.close())

  async function refusalOf(file: LoadableFile): Promise<KikuError> {
    const thrown: unknown = await loader.load(file, signal).catch((error: unknown) => error)
    if (!(thrown instanceof KikuError)) throw new Error('The file was read.')
    return thrown
  }

  it('reads a PDF, a presentation and a page in a thread of its own', async () => {
    const titles: string[] = []
    for (const name of ['防災の手引き.pdf', 'quarterly-review.pptx', 'travel-policy.docx', '社内規程.html']) {
      titles.push((await loader.load(readFixture(name), signal)).title)
    }

    expect(titles).toEqual(['防災の手引き', 'Quarterly review', 'Travel policy', '経費精算規程'])
  })

  it('believes a server that declares the format and the encoding', async () => {
    const bytes = textFile('page', '<main><h1>Preise</h1><p>Die Größe zählt.</p></main>', 'windows-1252').bytes

    const file = { location: 'https://example.org/page.php?id=3', bytes, mediaType: 'text/html; charset=ISO-8859-1' }
    const document = await loader.load(file, signal)

    expect(outline(document)).toEqual(['heading1 Preise', 'paragraph Die Größe zählt.'])
    expect(document.mediaType).toBe('text/html')
  })

  it('refuses what it cannot read, naming the file and the way out', async () => {
    const png = {
      location: '/documents/cat.png',
      bytes: Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13, 0, 0, 2]),
    }

    const refusal = await refusalOf(png)

    expect(refusal.code).toBe('document-unsupported')
    expect(refusal.message).toBe('“cat.png” is a binary file (.png), not a document that Kiku can read.')
    expect(refusal.remedy).toBe('Add Markdown, text, HTML, PDF, DOCX, PPTX, CSV, JSON or source code.')
    expect(refusal.retryable).toBe(false)
  })

  const containers = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ...Buffer.alloc(512)])
  const whole = readFixture('heat-pump-manual.pdf').bytes
  const docx = readFixture('travel-policy.docx').bytes
  const refused: readonly [string, LoadableFile, KikuError['code']][] = [
    ['a PDF with a password', readFixture('locked.pdf'), 'document-encrypted'],
    ['a Word document with a password', { location: '/d/plan.docx', bytes: containers }, 'document-encrypted'],
    ['an old Word document', { location: '/d/plan.doc', bytes: containers }, 'document-unsupported'],
    ['a scan', readFixture('scan.pdf'), 'document-unsupported'],
    ['a PDF that is none', textFile('plan.pdf', 'Just text.'), 'document-unreadable'],
    [
      'a PDF of noise',
      { location: '/d/a.pdf', bytes: Buffer.from(`%PDF-1.7\n${'x'.repeat(999)}`) },
      'document-unreadable',
    ],
    ['a Word document that is none', textFile('plan.docx', 'Just text.'), 'document-unreadable'],
    ['a Word document cut short', { location: '/d/a.docx', bytes: docx.subarray(0, 9000) }, 'document-unreadable'],
    ['an empty presentation', { location: '/d/a.pptx', bytes: new Uint8Array() }, 'document-unreadable'],
    [
      'an archive',
      { location: '/d/a.zip', bytes: writeZip([{ name: 'a.txt', content: 'a' }]) },
      'document-unsupported',
    ],
    [
      'a spreadsheet',
      { location: '/d/a.xlsx', bytes: writeZip([{ name: 'xl/workbook.xml', content: '' }]) },
      'document-unsupported',
    ],
    ['a file above the limit', { location: '/d/a.txt', bytes: new Uint8Array(MEGABYTE + 1) }, 'document-too-large'],
  ]

  it.each(refused)('refuses %s', async (_what, file, code) => {
    const refusal = await refusalOf(file)

    expect(refusal.code).toBe(code)
    expect(refusal.message).toContain(`“${file.location.split('/').at(-1)}”`)
    expect(refusal.remedy).toMatch(/^[A-Z].*\.$/)
  })

  it('survives a PDF whose end is missing', async () => {
    const loading = loader.load({ location: '/d/half.pdf', bytes: whole.subarray(0, whole.length - 700) }, signal)

    const outcome = await loading.then(
      () => 'read',
      (error: unknown) => (error instanceof KikuError ? error.code : 'unexpected'),
    )

    expect(['read', 'document-unreadable', 'document-unsupported']).toContain(outcome)
  })

  it('stops reading when told to, and reads the next file', async () => {
    const abort = new AbortController()
    const reason = new Error('The user left.')
    const long = textFile('long.md', '- item *with* [a link](x)\n'.repeat(40_000))

    const reading = loader.load(long, abort.signal)
    setImmediate(() => abort.abort(reason))

    await expect(reading).rejects.toBe(reason)
    expect((await loader.load(textFile('next.txt', 'Next.'), signal)).blocks).toHaveLength(1)
  })

  it('gives up on a file that takes too long, and reads the next', async () => {
    const hasty = createFileLoader({ maxBytes: 8 * MEGABYTE, timeoutMs: 1_500, workers: 1 })
    const long = textFile('endless.md', '> - a\n'.repeat(600_000))
    try {
      const refusal = await hasty.load(long, signal).catch((error: unknown) => error)

      expect(refusal).toMatchObject({ code: 'deadline-exceeded' })
      expect(String(refusal)).toContain('“endless.md” could not be read within')
    } finally {
      await hasty.close()
    }
  })

  it('survives a file that exhausts the memory of its thread', async () => {
    const roomy = createFileLoader({ maxBytes: 16 * MEGABYTE, timeoutMs: 15_000, workers: 1, heapMegabytes: 64 })
    try {
      const greedy = textFile('greedy.json', `[${'[1],'.repeat(2_000_000)}1]`)

      await expect(roomy.load(greedy, signal)).rejects.toMatchObject({ code: 'document-unreadable' })
      expect((await roomy.load(textFile('next.txt', 'Next.'), signal)).blocks).toHaveLength(1)
    } finally {
      await roomy.close()
    }
  })

  it('gives up what is being read and what waits when it is closed', async () => {
    const closing = createFileLoader({ maxBytes: MEGABYTE, timeoutMs: 15_000, workers: 1 })
    const long = textFile('long.md', '- item *with* [a link](x)\n'.repeat(40_000))
    const readings = [1, 2, 3].map(() => closing.load(long, signal).catch((error: unknown) => error))

    await closing.close()

    const errors = await Promise.all(readings)
    expect(errors).toEqual([1, 2, 3].map(() => expect.objectContaining({ code: 'cancelled' })))
  })

  it('refuses work once it is closed', async () => {
    const closed = createFileLoader({ maxBytes: MEGABYTE, timeoutMs: 1_000 })
    await closed.close()

    await expect(closed.load(textFile('a.txt', 'A.'), signal)).rejects.toMatchObject({ code: 'cancelled' })
  })
})
