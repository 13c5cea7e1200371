import { createHash } from 'node:crypto'
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'

const OLDEST_MS = 20 * 60_000
const POLL_MS = 300

/**
 * Lets one process at a time set up a checkout; the others wait and then find the work done. The lock lies outside
 * node_modules, which an installation deletes. A lock whose owner has died, or that is 20 minutes old, is taken over.
 */
export async function withSetupLock(root, say, work) {
  const path = join(tmpdir(), `kiku-setup-${createHash('sha256').update(root).digest('hex').slice(0, 16)}.lock`)
  let told = false
  while (!acquire(path)) {
    if (isStale(path)) {
      rmSync(path, { force: true })
      continue
    }
    if (!told) say('Another Kiku is setting up this folder; waiting for it.')
    told = true
    await sleep(POLL_MS)
  }
  try {
    return await work()
  } finally {
    rmSync(path, { force: true })
  }
}

function acquire(path) {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    // A machine without a writable temporary folder still starts; only the courtesy between two starts is lost.
    return true
  }
}

function isStale(path) {
  try {
    const owner = Number(readFileSync(path, 'utf8'))
    const age = Date.now() - statSync(path).mtimeMs
    // The moment between creating the file and writing the number into it.
    if (!Number.isInteger(owner) || owner <= 0) return age > 5_000
    return age > OLDEST_MS || !isAlive(owner)
  } catch {
    return false
  }
}

function isAlive(processId) {
  try {
    process.kill(processId, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}
