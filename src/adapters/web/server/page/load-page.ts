import { createHash } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import { KikuError } from '../../../../domain/errors.ts'
import type { PageFile, PageFiles, PageVariant } from './page-file.ts'

/** A page of more is none. */
const MOST_FILES = 500
const MOST_BYTES = 32 * 1024 * 1024

/**
 * Reads the page that was built into a folder, whole: requests look names up among what was read, so that none can reach
 * anything else. Links are left out.
 * @returns undefined where there is no page
 * @throws KikuError `config-invalid` where the folder holds much more than a page
 */
export async function loadPage(folder: string): Promise<PageFiles | undefined> {
  const isThere = await stat(join(folder, 'index.html')).then(
    (found) => found.isFile(),
    () => false,
  )
  if (!isThere) return undefined
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  if (paths.length > MOST_FILES) throw tooLarge(folder)
  const contents = new Map<string, Uint8Array<ArrayBuffer>>()
  let size = 0
  for (const path of paths) {
    size += (await stat(path)).size
    if (size > MOST_BYTES) throw tooLarge(folder)
    contents.set(`/${relative(folder, path).split(sep).join('/')}`, new Uint8Array(await readFile(path)))
  }
  const names = [...contents.keys()].filter((name) => TYPES[extname(name)] !== undefined)
  return new Map(names.map((name) => [name, toFile(name, contents)]))
}

function toFile(name: string, contents: ReadonlyMap<string, Uint8Array<ArrayBuffer>>): PageFile {
  const variants = VARIANTS.flatMap(({ encoding, ending }): readonly PageVariant[] => {
    const bytes = contents.get(`${name}${ending}`)
    if (bytes === undefined) return []
    return [{ encoding, bytes, tag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 27)}"` }]
  })
  return { type: TYPES[extname(name)] ?? 'application/octet-stream', isImmutable: HASHED.test(name), variants }
}

/** As the build names what it bundles: `page-5IAZ3QPD.js`. */
const HASHED = /-[A-Z0-9]{8}\.\w+$/

const VARIANTS = [
  { encoding: 'br', ending: '.br' },
  { encoding: 'gzip', ending: '.gz' },
  { encoding: 'identity', ending: '' },
] as const

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
}

function tooLarge(folder: string): KikuError {
  return new KikuError('config-invalid', `The folder of the page, ${folder}, holds much more than a page.`, {
    remedy: 'Build the page into a folder of its own with `npm run build`.',
  })
}
