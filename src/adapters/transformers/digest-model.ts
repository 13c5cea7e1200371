import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'

/**
 * SHA-256 over the names and contents of files, in hexadecimal. Digests of unchanged files are remembered, since reading
 * gigabytes takes seconds: a file counts as unchanged while its place on the disk, its size and both of its times are
 * the same (its change time cannot be set back as its modification time can).
 */
export async function digestModel(files: readonly string[], cachePath: string): Promise<string> {
  const remembered = await readCache(cachePath)
  const digests: Record<string, string> = {}
  const whole = createHash('sha256')
  for (const path of files) {
    const key = await fingerprint(path)
    const digest = remembered[key] ?? (await digestFile(path))
    digests[key] = digest
    whole.update(`${basename(path)}\0${digest}\n`)
  }
  if (Object.keys(digests).some((key) => remembered[key] === undefined)) await writeCache(cachePath, digests)
  return whole.digest('hex')
}

async function digestFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash)
  return hash.digest('hex')
}

async function fingerprint(path: string): Promise<string> {
  const { dev, ino, size, mtimeNs, ctimeNs } = await stat(path, { bigint: true })
  return [path, dev, ino, size, mtimeNs, ctimeNs].join('|')
}

const cacheSchema = z.record(z.string(), z.string())

// The cache saves time and nothing else: a damaged one is made anew, one that cannot be written is done without.
async function readCache(path: string): Promise<Readonly<Record<string, string>>> {
  try {
    return cacheSchema.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch {
    return {}
  }
}

async function writeCache(path: string, digests: Readonly<Record<string, string>>): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true })
    const temporary = `${path}.${process.pid}`
    await writeFile(temporary, JSON.stringify(digests))
    await rename(temporary, path)
  } catch {}
}
