import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type BuiltFile, buildPage } from '../../../../scripts/build-page.mjs'

const FIRST_LOAD_BYTES = 60_000

describe('the built page', () => {
  let folder = ''
  let files: readonly BuiltFile[] = []
  let html = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kiku-page-'))
    files = (await buildPage(join(folder, 'page'))).files
    html = await readFile(join(folder, 'page/index.html'), 'utf8')
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it('holds no script, style or address that the policy forbids', () => {
    expect(html).not.toMatch(/<script(?![^>]*src=)|<style|style=|\son\w+=|https?:/)
  })

  it('refers to files that are there, whole and compressed', async () => {
    const names = [...html.matchAll(/(?:src|href)="\/([^"]+)"/g)].map((match) => match[1] ?? '')
    const path = (name: string) => join(folder, 'page', name)

    expect(names.length).toBeGreaterThan(2)
    for (const name of [...names, 'index.html']) {
      const bytes = await readFile(path(name))
      expect(brotliDecompressSync(await readFile(path(`${name}.br`)))).toEqual(bytes)
      expect(gunzipSync(await readFile(path(`${name}.gz`)))).toEqual(bytes)
    }
    expect(names.every((name) => /-[A-Z0-9]{8}\.\w+$/.test(name))).toBe(true)
  })

  it('is small at the first load, whatever the language', () => {
    const first = files.filter(({ path }) => html.includes(path) || path === 'index.html')
    const largestPart = Math.max(...files.filter((file) => !first.includes(file)).map((file) => file.brotliBytes))
    const sum = first.reduce((total, { brotliBytes }) => total + brotliBytes, 0)

    expect(sum + largestPart).toBeLessThan(FIRST_LOAD_BYTES)
  })
})

describe('the sources of the page', () => {
  it('never turn text into HTML or code', async () => {
    const page = fileURLToPath(new URL('../../../../src/adapters/web/page/', import.meta.url))
    const names = (await readdir(page, { recursive: true })).filter((name) => /\.tsx?$/.test(name))

    const texts = await Promise.all(names.map((name) => readFile(join(page, name), 'utf8')))

    expect(names.length).toBeGreaterThan(50)
    expect(
      texts.filter((text) =>
        /innerHTML|dangerouslySet|outerHTML|insertAdjacent|document\.write|\beval\(|new Function/.test(text),
      ),
    ).toEqual([])
  })
})
