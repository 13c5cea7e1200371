import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { DocumentLoader } from '../../src/ports/document-loader.ts'

const signal = new AbortController().signal

/** What ingestion relies on, whichever formats a loader reads beside Markdown and text. */
export function testDocumentLoader(name: string, createLoader: () => DocumentLoader): void {
  describe(`${name} as a document loader`, () => {
    let loader: DocumentLoader

    beforeEach(() => {
      loader = createLoader()
    })

    afterEach(() => loader.close())

    it('accepts documents by name and leaves the rest', () => {
      expect(['/docs/guide.md', '/docs/手引き.txt'].map((path) => loader.accepts(path))).toEqual([true, true])
      expect(['/photos/cat.jpg', '/bin/tool.exe'].map((path) => loader.accepts(path))).toEqual([false, false])
    })

    it('gives the blocks of a document in reading order, headings marked', async () => {
      const bytes = new TextEncoder().encode('# Pumps\n\nOpen the valve.\n\nポンプを止めます。\n')

      const document = await loader.load({ location: '/docs/pumps.md', bytes }, signal)

      expect(document.blocks.map(({ kind, text }) => ({ kind, text }))).toEqual([
        { kind: 'heading', text: 'Pumps' },
        { kind: 'paragraph', text: 'Open the valve.' },
        { kind: 'paragraph', text: 'ポンプを止めます。' },
      ])
      expect(document.title).not.toBe('')
    })

    it('leaves the bytes to the caller', async () => {
      const bytes = new TextEncoder().encode('Still here.')

      await loader.load({ location: '/docs/note.txt', bytes }, signal)

      expect(new TextDecoder().decode(bytes)).toBe('Still here.')
    })

    it('gives an empty document no blocks', async () => {
      const document = await loader.load({ location: '/docs/empty.txt', bytes: new Uint8Array() }, signal)

      expect(document.blocks).toEqual([])
    })

    it('reads many documents at once and mixes none up', async () => {
      const texts = Array.from({ length: 20 }, (_, at) => `Document number ${at}.`)

      const documents = await Promise.all(
        texts.map((text, at) =>
          loader.load({ location: `/docs/${at}.txt`, bytes: new TextEncoder().encode(text) }, signal),
        ),
      )

      expect(documents.map((document) => document.blocks[0]?.text)).toEqual(texts)
    })

    it('does nothing when the signal has fired already', async () => {
      const reason = new Error('Not wanted any more.')
      const bytes = new TextEncoder().encode('Text.')

      const load = loader.load({ location: '/docs/note.txt', bytes }, AbortSignal.abort(reason))

      await expect(load).rejects.toBe(reason)
    })

    it('can be closed twice', async () => {
      await loader.close()

      await expect(loader.close()).resolves.toBeUndefined()
    })
  })
}
