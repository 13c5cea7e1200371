import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { WebSurface } from '../../../../src/adapters/web/create-web-surface.ts'
import { createWebBench, type WebBench } from './web-bench.ts'

const NAVIGATION = { accept: 'text/html,*/*;q=0.8' }
const SCRIPT = 'console.log("Kiku")\n'.repeat(50)

describe('the files of the page', () => {
  let bench: WebBench
  let folder: string
  beforeEach(() => {
    bench = createWebBench()
    folder = mkdtempSync(join(tmpdir(), 'kiku-page-'))
    mkdirSync(join(folder, 'page/assets'), { recursive: true })
    writeFileSync(join(folder, 'secret.txt'), 'secret')
    build()
    symlinkSync(join(folder, 'secret.txt'), join(folder, 'page/assets/link.txt'))
  })
  afterEach(async () => {
    await bench.close()
    rmSync(folder, { recursive: true, force: true })
  })

  function build() {
    const page = join(folder, 'page')
    writeFileSync(join(page, 'index.html'), '<!doctype html><title>Kiku</title>')
    writeFileSync(join(page, 'assets/page-5IAZ3QPD.js'), SCRIPT)
    writeFileSync(join(page, 'assets/page-5IAZ3QPD.js.br'), brotliCompressSync(SCRIPT))
    writeFileSync(join(page, 'assets/page-5IAZ3QPD.js.gz'), gzipSync(SCRIPT))
    writeFileSync(join(page, 'assets/main-document.css'), 'body {}')
    writeFileSync(join(page, 'notes.exe'), 'no file of a page')
  }
  const start = () => bench.start({ pageFolder: join(folder, 'page') })
  const get = (surface: WebSurface, path: string, headers: Record<string, string> = {}) =>
    bench.send(surface, path, { headers })

  it.each(['/', '/threads/web:local:1', '/sources', '/insight', '/anything/else'])(
    'begin at every place that a browser opens: %s',
    async (path) => {
      const surface = await start()

      const reply = await get(surface, path, NAVIGATION)

      expect(reply).toMatchObject({
        status: 200,
        body: '<!doctype html><title>Kiku</title>',
        headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' },
      })
    },
  )

  it.each(['/v1/nothing', '/assets/gone-5IAZ3QPD.js', '/.well-known/openid-configuration', '/auth/nothing'])(
    'are not in the place of what is missing: %s',
    async (path) => {
      const surface = await start()

      const reply = await get(surface, path, NAVIGATION)

      expect(reply.status).toBe(404)
    },
  )

  it.each(['/', '/?q=1', '/sources', '/insight', '/threads/web:local:1'])(
    'are what whoever takes anything gets at the places of the page: %s',
    async (path) => {
      const surface = await start()

      const curl = await get(surface, path, { accept: '*/*', 'user-agent': 'curl/8.14.1' })
      const bare = await get(surface, path)
      const head = await bench.send(surface, path, { method: 'HEAD', headers: { accept: '*/*' } })

      expect(curl).toMatchObject({ status: 200, body: '<!doctype html><title>Kiku</title>' })
      expect(curl.headers['content-type']).toBe('text/html; charset=utf-8')
      expect([bare.status, head.status]).toEqual([200, 200])
    },
  )

  it.each([
    ['a picture that is not there', '/', { accept: 'image/*,*/*;q=0.8', 'sec-fetch-mode': 'no-cors' }],
    ['a script of the page', '/sources', { accept: '*/*', 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' }],
    ['what browsers and crawlers try', '/favicon.ico', { accept: '*/*' }],
    ['a place that the page has not', '/threads/1/2', { accept: '*/*' }],
    ['data', '/sources', { accept: 'application/json' }],
  ])('are not in the place of %s: %s', async (_, path, headers) => {
    const surface = await start()

    const reply = await get(surface, path, headers)

    expect(reply.status).toBe(404)
  })

  it('are not in the place of data that a program asks for', async () => {
    const surface = await start()

    const reply = await get(surface, '/threads/1', { accept: 'application/json' })

    expect(reply.status).toBe(404)
  })

  it.each([
    ['br, gzip;q=0.8', 'br', brotliCompressSync(SCRIPT).length],
    ['gzip, deflate', 'gzip', gzipSync(SCRIPT).length],
    ['br;q=0, gzip', 'gzip', gzipSync(SCRIPT).length],
    ['', undefined, SCRIPT.length],
  ])('are sent as small as a browser reads them: %j', async (encoding, sent, length) => {
    const surface = await start()

    const reply = await get(surface, '/assets/page-5IAZ3QPD.js', { 'accept-encoding': encoding })

    expect(reply.headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'content-length': String(length),
      vary: 'accept-encoding',
    })
    expect(reply.headers['content-encoding']).toBe(sent)
  })

  it('are kept for ever where their names tell of their content, and asked for anew where not', async () => {
    const surface = await start()

    const hashed = await get(surface, '/assets/page-5IAZ3QPD.js')
    const plain = await get(surface, '/assets/main-document.css')
    const again = await get(surface, '/assets/main-document.css', { 'if-none-match': `"x", ${plain.headers.etag}` })

    expect(hashed.headers['cache-control']).toBe('public, max-age=31536000, immutable')
    expect(plain.headers['cache-control']).toBe('no-cache')
    expect(again).toMatchObject({ status: 304, body: '', headers: { etag: plain.headers.etag } })
  })

  it('have heads', async () => {
    const surface = await start()

    const reply = await bench.send(surface, '/assets/page-5IAZ3QPD.js', { method: 'HEAD' })

    expect(reply).toMatchObject({ status: 200, body: '', headers: { 'content-length': String(SCRIPT.length) } })
  })

  it.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/assets/%2e%2e/%2e%2e/secret.txt',
    '/assets/....//secret.txt',
    '/assets/..\\..\\secret.txt',
    '//etc/passwd',
    '/%00',
    '/assets/link.txt',
    '/notes.exe',
    '/assets/page-5IAZ3QPD.js.br',
    '/assets/',
    '/%E0%A4%A',
  ])('are all that is read of the disk: %s', async (path) => {
    const surface = await start()

    const reply = await get(surface, path)

    expect([400, 404]).toContain(reply.status)
    expect(reply.body).not.toMatch(/secret$|root:/)
  })

  it('may be built while Kiku runs; until then a line says how', async () => {
    rmSync(join(folder, 'page/index.html'))
    const surface = await start()

    const before = await get(surface, '/', NAVIGATION)
    build()
    const after = await get(surface, '/', NAVIGATION)
    const script = await get(surface, '/assets/page-5IAZ3QPD.js')

    expect(before.status).toBe(503)
    expect(before.body).toContain('npm run build')
    expect(before.body).toContain('ページはまだビルドされていません。')
    expect([after.status, script.status]).toEqual([200, 200])
  })

  it('are refused where a folder holds much more than a page', async () => {
    for (let index = 0; index < 501; index += 1) writeFileSync(join(folder, `page/assets/${index}.txt`), '')

    await expect(start()).rejects.toMatchObject({ code: 'config-invalid' })
  })
})
