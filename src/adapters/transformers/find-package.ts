import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { z } from 'zod'
import { PACKAGE_NAME, PACKAGE_VERSION } from './pinned-packages.ts'

export interface FoundPackage {
  /** Address (`file:`) of the main module. */
  readonly library: string
  readonly version: string
}

/** Where `kiku embedder install` puts the package: a folder for each version, so that an update replaces nothing in use. */
export function installedFolder(dataFolder: string): string {
  return join(dataFolder, 'packages', `transformers-${PACKAGE_VERSION}`)
}

/**
 * A copy of the library: one that the working directory or a folder above it has installed, else the one in the data
 * folder.
 */
export function findPackage({ cwd, data }: { readonly cwd: string; readonly data: string }): FoundPackage | undefined {
  for (const folder of [...foldersUpFrom(cwd), installedFolder(data)]) {
    const found = readPackage(join(folder, 'node_modules', ...PACKAGE_NAME.split('/')))
    if (found !== undefined) return found
  }
  return undefined
}

/** The library in a folder; undefined where there is none, or one of a major version that Kiku does not know. */
function readPackage(folder: string): FoundPackage | undefined {
  const file = join(folder, 'package.json')
  try {
    const { version } = packageSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
    return { version, library: pathToFileURL(createRequire(file).resolve(PACKAGE_NAME)).href }
  } catch {
    return undefined
  }
}

const packageSchema = z.object({ name: z.literal(PACKAGE_NAME), version: z.string().regex(/^[34]\./) })

function foldersUpFrom(folder: string): string[] {
  const parent = dirname(folder)
  return parent === folder ? [folder] : [folder, ...foldersUpFrom(parent)]
}
