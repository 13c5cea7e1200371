import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import process from 'node:process'
import { matchesLock } from './plan-setup.mjs'

const SOURCES = [
  'src',
  'agents',
  'tools',
  'scripts/build-page.mjs',
  'package.json',
  'tsconfig.json',
  'tsconfig.build.json',
]
const NATIVES = [
  'node_modules/better-sqlite3/build/Release/better_sqlite3.node',
  'node_modules/hnswlib-node/build/Release/addon.node',
]
const STAMP = 'node_modules/.kiku-setup.json'
const BUILD_STAMP = 'dist/.kiku-build'

const runtimeName = `${process.platform}-${process.arch}-${process.versions.modules}`

/** Looks at the checkout: about ten milliseconds, no child process. */
export function readFacts(root) {
  const lockText = readFileSync(`${root}/package-lock.json`, 'utf8')
  const lockHash = createHash('sha256').update(lockText).digest('hex')
  const stamp = readJson(`${root}/${STAMP}`)
  const hasInstalledLock = existsSync(`${root}/node_modules/.package-lock.json`)
  return {
    hasNodeModules: existsSync(`${root}/node_modules`),
    hasInstalledLock,
    stamp,
    lockHash,
    // Two large files to compare: only when the stamp does not already answer.
    installedMatchesLock:
      hasInstalledLock &&
      (stamp?.lockHash === lockHash ||
        matchesLock(JSON.parse(lockText), readJson(`${root}/node_modules/.package-lock.json`) ?? {})),
    runtime: runtimeName,
    hasNatives: NATIVES.every((path) => existsSync(`${root}/${path}`)),
    hasBuild: existsSync(`${root}/dist/src/main.js`) && existsSync(`${root}/dist/page/index.html`),
    builtFrom: readText(`${root}/${BUILD_STAMP}`),
    sources: fingerprintSources(root),
  }
}

/** Remembers that the installed dependencies are right and their addons load. Best effort: a checkout may be read-only. */
export function stampInstall(root, lockHash) {
  writeQuietly(`${root}/${STAMP}`, `${JSON.stringify({ lockHash, runtime: runtimeName })}\n`)
}

export function stampBuild(root, sources) {
  writeQuietly(`${root}/${BUILD_STAMP}`, sources)
}

function fingerprintSources(root) {
  const hash = createHash('sha256')
  for (const path of SOURCES) addToFingerprint(hash, root, path)
  return hash.digest('hex')
}

function addToFingerprint(hash, root, path) {
  const stat = statSync(`${root}/${path}`, { throwIfNoEntry: false })
  if (stat === undefined) return
  if (stat.isDirectory()) {
    for (const name of readdirSync(`${root}/${path}`).sort()) addToFingerprint(hash, root, `${path}/${name}`)
  } else {
    hash.update(`${path}\0${stat.size}\0${stat.mtimeMs}\n`)
  }
}

function readText(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return null
  }
}

function writeQuietly(path, text) {
  try {
    writeFileSync(path, text)
  } catch {
    // The next start checks again, which costs a moment and harms nothing.
  }
}
