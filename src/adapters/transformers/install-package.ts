import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { KikuError } from '../../domain/errors.ts'
import { installedFolder } from './find-package.ts'
import { LEFT_OUT_PACKAGES, PACKAGE_NAME, PACKAGE_VERSION, PINNED_PACKAGES } from './pinned-packages.ts'
import { runNpm } from './run-npm.ts'

export interface InstallOptions {
  /** Kiku's data folder. */
  readonly data: string
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Is told every few seconds what lies on the disk so far. */
  readonly onProgress: (bytes: number) => void
  readonly signal: AbortSignal
  /** Longest time for all of it. Default 900000. */
  readonly timeoutMs?: number
}

/**
 * Installs the library into the data folder with npm: the pinned version, its archives compared with the pinned
 * checksums, no script run, binaries of other systems removed. A half-finished installation is never found.
 * @throws as `runNpm`; KikuError `embedder-failed` when an archive is not the pinned one
 */
export async function installPackage(options: InstallOptions): Promise<void> {
  const { data, environment, signal, onProgress, timeoutMs = 900_000 } = options
  const target = installedFolder(data)
  await mkdir(dirname(target), { recursive: true })
  const folder = await mkdtemp(`${target}.new-`)
  const ticking = setInterval(() => void sizeOf(folder).then(onProgress, () => {}), PROGRESS_MS)
  try {
    await writeManifest(folder)
    await runNpm({ folder, environment, signal, timeoutMs })
    await checkIntegrity(folder)
    await removeForeignBinaries(folder)
    onProgress(await sizeOf(folder))
    await rm(target, { recursive: true, force: true })
    await rename(folder, target)
  } finally {
    clearInterval(ticking)
    await rm(folder, { recursive: true, force: true })
  }
}

const PROGRESS_MS = 3_000

async function writeManifest(folder: string): Promise<void> {
  const pins = PINNED_PACKAGES.filter(({ name }) => name !== PACKAGE_NAME).map(({ name, version }) => [name, version])
  const gaps = LEFT_OUT_PACKAGES.map((name) => [name, 'file:./left-out'])
  await writeJson(join(folder, 'package.json'), {
    name: 'kiku-packages',
    private: true,
    dependencies: { [PACKAGE_NAME]: PACKAGE_VERSION },
    overrides: Object.fromEntries([...pins, ...gaps]),
  })
  await mkdir(join(folder, 'left-out'))
  await writeJson(join(folder, 'left-out', 'package.json'), { name: 'left-out', version: '1.0.0', main: 'index.js' })
  // A function, since the library asks at its start whether there is something to read images with.
  const program = "module.exports = () => { throw new Error('Kiku installs no part for images.') }\n"
  await writeFile(join(folder, 'left-out', 'index.js'), program)
}

function writeJson(path: string, value: unknown): Promise<void> {
  return writeFile(path, `${JSON.stringify(value, null, 2)}\n`)
}

// npm compares each archive with the checksum that the registry gives; this compares that with the one pinned here.
async function checkIntegrity(folder: string): Promise<void> {
  const { packages } = lockSchema.parse(JSON.parse(await readFile(join(folder, 'package-lock.json'), 'utf8')))
  const installed = Object.entries(packages).filter(([path]) => path !== '')
  for (const [path, { version, integrity, resolved }] of installed) {
    const name = path.split('node_modules/').at(-1) ?? ''
    if (LEFT_OUT_PACKAGES.includes(name) && resolved?.startsWith('file:') === true) continue
    const pinned = PINNED_PACKAGES.find((one) => one.name === name)
    if (pinned !== undefined && pinned.version === version && pinned.integrity === integrity) continue
    throw new KikuError('embedder-failed', `npm installed another ${name} than the one that Kiku was tried with.`, {
      remedy: 'Check which registry npm uses, with `npm config get registry`.',
      details: { name },
    })
  }
}

const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({ version: z.string().optional(), integrity: z.string().optional(), resolved: z.string().optional() }),
  ),
})

// The runtime comes with binaries for every system, 290 MB of them.
async function removeForeignBinaries(folder: string): Promise<void> {
  const binaries = join(folder, 'node_modules', 'onnxruntime-node', 'bin')
  for (const api of await readdir(binaries)) {
    for (const system of await readdir(join(binaries, api))) {
      for (const processor of await readdir(join(binaries, api, system))) {
        if (system === process.platform && processor === process.arch) continue
        await rm(join(binaries, api, system, processor), { recursive: true, force: true })
      }
    }
  }
}

async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  let bytes = 0
  for (const entry of entries) {
    if (entry.isFile()) bytes += (await stat(join(entry.parentPath, entry.name))).size
  }
  return bytes
}
