import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { KikuError } from '../../../src/domain/errors.ts'
import { expectConsistent, NEVER } from './ingest-bench.ts'
import { type DeskScene, PUBLIC, partsOf, stageDesk } from './source-desk-scene.ts'

describe('the desk for sources', () => {
  let scene: DeskScene
  beforeEach(async () => {
    scene = await stageDesk()
  })
  afterEach(() => scene.close())

  describe('given a file', () => {
    it('keeps it, reads it and lists it for those who may read it', async () => {
      const job = await scene.send('規則.md', '# 休暇\n\n有給休暇は20日です。', 'group:hr')

      const ended = await scene.end(job)

      expect(ended).toMatchObject({ kind: 'add', label: '規則.md', audience: 'group:hr', state: 'done', failures: [] })
      expect(ended).toMatchObject({ documentsDone: 1, documentsTotal: 1, chunks: 1 })
      expect(scene.index.texts()).toEqual(['有給休暇は20日です。'])
      expect(await scene.listKept()).toEqual(['規則.md'])
      expect(await scene.desk.list(PUBLIC)).toEqual([])
      expect(await scene.desk.list({ labels: ['group:hr'] })).toMatchObject([{ kind: 'file', documents: 1, items: 1 }])
      await expectConsistent(scene)
    })

    it('refuses one of a kind that cannot be read before it reads any of it', async () => {
      let isRead = false
      async function* content() {
        isRead = true
        yield Buffer.from('MZ')
      }

      const adding = scene.desk.addFile({ name: 'setup.md.exe', content: content() }, 'public', NEVER)

      await expect(adding).rejects.toMatchObject({ code: 'document-unsupported' })
      expect(isRead).toBe(false)
      expect(scene.desk.jobs()).toEqual([])
    })

    it('refuses one that is too large while it comes, and keeps nothing of it', async () => {
      const content = partsOf('x'.repeat(600), 'x'.repeat(600))

      const adding = scene.desk.addFile({ name: 'large.md', content }, 'public', NEVER)

      await expect(adding).rejects.toMatchObject({ code: 'document-too-large' })
      expect(await scene.listKept()).toEqual([])
      expect(scene.desk.jobs()).toEqual([])
    })

    it('keeps a hostile name inside the folder', async () => {
      await scene.end(await scene.send('../../../\u202eetc/passwd\0.md', 'text'))

      expect(await scene.listKept()).toEqual(['passwd.md'])
      expect((await scene.store.sources.list())[0]?.location).toMatch(new RegExp(`^${scene.root}/[^/]+/passwd\\.md$`))
    })

    it('says that the same file is unchanged, and keeps it once', async () => {
      await scene.end(await scene.send('a.md', 'Same words.'))

      const again = await scene.end(await scene.send('a.md', 'Same words.'))

      expect(again).toMatchObject({ state: 'done', documentsDone: 1, documentsTotal: 1, chunks: 0, unchanged: 1 })
      expect(await scene.listKept()).toEqual(['a.md'])
      expect(await scene.store.sources.list()).toHaveLength(1)
    })

    it('makes a second source of other words under the same name, and of the same words for others', async () => {
      await scene.end(await scene.send('a.md', 'First words.'))
      await scene.end(await scene.send('a.md', 'Other words.'))
      await scene.end(await scene.send('a.md', 'First words.', 'group:hr'))

      expect(scene.index.texts()).toEqual(['First words.', 'First words.', 'Other words.'])
      expect(await scene.listKept()).toEqual(['a.md', 'a.md', 'a.md'])
    })

    it('keeps nothing of one that turns out to be unreadable, and says why without saying where', async () => {
      const ended = await scene.end(await scene.send('壊れた.md', '<broken>'))

      expect(ended).toMatchObject({ state: 'failed', error: 'document-unreadable' })
      expect(ended.failures).toEqual([
        {
          location: '壊れた.md',
          code: 'document-unreadable',
          message: expect.stringContaining('壊れた.md is damaged'),
        },
      ])
      expect(JSON.stringify(ended)).not.toContain(scene.data)
      expect(await scene.listKept()).toEqual([])
      expect(await scene.store.sources.list()).toEqual([])
    })

    it('refuses it for readers who cannot be', async () => {
      await expect(scene.send('a.md', 'x', 'everyone!')).rejects.toMatchObject({ code: 'misuse' })
    })

    it('passes on what went wrong while it came', async () => {
      const full = new KikuError('disk-full', 'Full.')
      const { uploads } = scene.options
      uploads.keep = () => Promise.reject(full)

      await expect(scene.send('a.md', 'x')).rejects.toBe(full)
      expect(scene.desk.jobs()).toEqual([])
    })
  })

  describe('given addresses', () => {
    it('reads each, and says which could not be read', async () => {
      scene.pages.serve('https://example.com/guide', { body: 'Plug it in.', mediaType: 'text/plain' })
      scene.pages.fail('https://example.com/inside', new KikuError('url-refused', 'A private address.'))

      const job = await scene.desk.addAddresses(
        ['https://EXAMPLE.com/guide#top', 'https://example.com/inside', 'https://example.com/guide'],
        'public',
      )
      const ended = await scene.end(job)

      expect(ended).toMatchObject({ label: 'https://example.com/guide (+1)', state: 'done' })
      expect(ended).toMatchObject({ documentsDone: 2, documentsTotal: 2, chunks: 1 })
      expect(ended.failures).toMatchObject([{ location: 'https://example.com/inside', code: 'url-refused' }])
      expect((await scene.desk.list(PUBLIC)).map(({ location }) => location)).toEqual(['https://example.com/guide'])
    })

    it('fails where none of them could be read', async () => {
      const ended = await scene.end(await scene.desk.addAddresses(['https://example.com/gone'], 'public'))

      expect(ended).toMatchObject({ state: 'failed', error: 'url-failed' })
      expect(await scene.store.sources.list()).toEqual([])
    })

    it.each([
      ['file:///etc/passwd', 'url-refused'],
      ['/etc/passwd', 'misuse'],
      ['~/.ssh/id_rsa', 'misuse'],
      ['etc/passwd', 'misuse'],
      ['ftp://example.com/a', 'url-refused'],
      ['javascript:alert(1)', 'url-refused'],
      ['data:text/html,x', 'url-refused'],
      ['https://user:secret@example.com/', 'url-refused'],
      [`https://example.com/${'a'.repeat(2_000)}`, 'misuse'],
      ['', 'misuse'],
    ])('refuses %j', async (address, code) => {
      await expect(scene.desk.addAddresses([address], 'public')).rejects.toMatchObject({ code })
      expect(scene.desk.jobs()).toEqual([])
    })

    it('refuses none at all, and too many', async () => {
      const many = Array.from({ length: 51 }, (_, number) => `https://example.com/${number}`)

      await expect(scene.desk.addAddresses([], 'public')).rejects.toMatchObject({ code: 'misuse' })
      await expect(scene.desk.addAddresses(many, 'public')).rejects.toMatchObject({ code: 'misuse' })
    })
  })

  describe('given a source', () => {
    it('reads it again', async () => {
      scene.pages.serve('https://example.com/', { body: 'Old.', mediaType: 'text/plain' })
      await scene.end(await scene.desk.addAddresses(['https://example.com/'], 'group:hr'))
      const [source] = await scene.store.sources.list()
      scene.pages.serve('https://example.com/', { body: 'New.', mediaType: 'text/plain' })

      const first = await scene.end(await scene.desk.refresh(source?.id ?? ''))
      const second = await scene.end(await scene.desk.refresh(source?.id ?? ''))

      expect(first).toMatchObject({ kind: 'refresh', label: 'https://example.com/', audience: 'group:hr', chunks: 1 })
      expect(second).toMatchObject({ state: 'done', chunks: 0, unchanged: 1 })
      expect(scene.index.texts()).toEqual(['New.'])
    })

    it('calls an uploaded file by its name', async () => {
      await scene.end(await scene.send('a.md', 'Words.'))
      const [source] = await scene.store.sources.list()

      expect((await scene.desk.refresh(source?.id ?? '')).label).toBe('a.md')
    })

    it('removes it with the file that was sent', async () => {
      await scene.end(await scene.send('a.md', 'Words.'))
      await scene.end(await scene.send('b.md', 'Others.'))
      const [source] = await scene.store.sources.list()

      const removed = await scene.desk.remove(source?.id ?? '')

      expect(removed).toEqual({ documents: 1, items: 1 })
      expect(await scene.listKept()).toEqual(['b.md'])
      expect(scene.index.texts()).toEqual(['Others.'])
      await expectConsistent(scene)
    })

    it('removes it while it is being read', async () => {
      const { begun, goOn } = scene.holdReading()
      const job = await scene.send('a.md', 'Words.')
      await begun
      const [source] = await scene.store.sources.list()

      const removing = scene.desk.remove(source?.id ?? '')
      goOn()

      expect(await removing).toEqual({ documents: 0, items: 0 })
      expect(await scene.end(job)).toMatchObject({ state: 'cancelled' })
      expect(await scene.listKept()).toEqual([])
      expect(await scene.store.sources.list()).toEqual([])
    })

    it('does not touch a file outside its folder', async () => {
      const other = await stageDesk()
      await other.end(await other.send('mine.md', 'Kept.'))
      const [location = ''] = (await other.store.sources.list()).map((source) => source.location)
      await scene.ingestor.ingest({ locations: [location], audience: 'public' }, () => {}, NEVER)
      const [source] = await scene.store.sources.list()

      await scene.desk.remove(source?.id ?? '')

      expect(await other.listKept()).toEqual(['mine.md'])
      await other.close()
    })

    it.each(['unknown', '/etc', '~', '', 'https://example.com/'])('does not know %j', async (id) => {
      await expect(scene.desk.refresh(id)).rejects.toMatchObject({ code: 'source-missing' })
      await expect(scene.desk.remove(id)).rejects.toMatchObject({ code: 'source-missing' })
    })

    it('is not found by its location, which others may share', async () => {
      await scene.end(await scene.send('a.md', 'Words.'))
      const [location = ''] = (await scene.store.sources.list()).map((source) => source.location)

      await expect(scene.desk.remove(location)).rejects.toMatchObject({ code: 'source-missing' })
    })
  })
})
