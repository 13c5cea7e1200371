import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

export interface RotatingFile {
  write(line: string): void
  close(): void
}

const RETRY_AFTER_MS = 30_000

/**
 * Appends lines to a file that only its owner can read. At its largest size it becomes `<file>.1`, in place of the
 * one before, so that both together never take more than twice that. Lines that cannot be written are dropped.
 */
export function openRotatingFile(path: string, maxBytes: number): RotatingFile {
  let descriptor: number | undefined
  let bytes = 0
  let retryAt = 0
  const open = () => {
    mkdirSync(dirname(path), { recursive: true })
    descriptor = openSync(path, 'a', 0o600)
    bytes = fstatSync(descriptor).size
  }
  const close = () => {
    if (descriptor !== undefined) closeSync(descriptor)
    descriptor = undefined
  }
  return {
    // Written at once rather than buffered: the last lines before a crash are the ones that count.
    write(line) {
      if (Date.now() < retryAt) return
      try {
        if (descriptor === undefined) open()
        if (bytes > 0 && bytes + Buffer.byteLength(line) > maxBytes) {
          close()
          renameSync(path, `${path}.1`)
          open()
        }
        if (descriptor !== undefined) bytes += writeSync(descriptor, line)
      } catch {
        retryAt = Date.now() + RETRY_AFTER_MS
      }
    },
    close,
  }
}
