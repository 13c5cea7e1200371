import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { KikuError } from '../../domain/errors.ts'
import type { FileContent, ReadOptions } from '../../ports/file-system.ts'
import { translateReadFailure } from './translate-read-failure.ts'

// Hashing this much takes under 2 ms, so the event loop stays free.
const SLICE_BYTES = 1_024 * 1_024

/** Reads a regular file whole, in slices, and hashes it on the way. */
export async function readLocalFile(path: string, options: ReadOptions, signal: AbortSignal): Promise<FileContent> {
  const handle = await openFile(path, options)
  try {
    const facts = await handle.stat()
    if (!facts.isFile()) throw new KikuError('document-unreadable', `${path} is not a file.`)
    if (facts.size > options.maxBytes) throw tooLarge(path, options.maxBytes)
    return await readSlices(handle, path, facts.size, options.maxBytes, signal)
  } catch (error) {
    signal.throwIfAborted()
    throw translateReadFailure(error, path)
  } finally {
    await handle.close()
  }
}

async function openFile(path: string, { followLinks }: ReadOptions): Promise<FileHandle> {
  // Not blocking, since opening a pipe would otherwise wait for a writer for ever.
  const flags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (followLinks ? 0 : (constants.O_NOFOLLOW ?? 0))
  try {
    return await open(path, flags)
  } catch (error) {
    throw translateReadFailure(error, path)
  }
}

async function readSlices(
  handle: FileHandle,
  path: string,
  expectedBytes: number,
  maxBytes: number,
  signal: AbortSignal,
): Promise<FileContent> {
  const hash = createHash('sha256')
  // One byte more than expected shows whether the file has grown meanwhile.
  let bytes = new Uint8Array(expectedBytes + 1)
  let byteSize = 0
  while (true) {
    signal.throwIfAborted()
    if (byteSize === bytes.length) bytes = grow(bytes)
    const { bytesRead } = await handle.read(bytes, byteSize, Math.min(SLICE_BYTES, bytes.length - byteSize), byteSize)
    if (bytesRead === 0) return { bytes: bytes.subarray(0, byteSize), contentHash: hash.digest('hex') }
    hash.update(bytes.subarray(byteSize, byteSize + bytesRead))
    byteSize += bytesRead
    if (byteSize > maxBytes) throw tooLarge(path, maxBytes)
  }
}

function grow(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(bytes.length * 2)
  larger.set(bytes)
  return larger
}

function tooLarge(path: string, maxBytes: number): KikuError {
  const limit = `${Math.round((maxBytes / 1_024 / 1_024) * 10) / 10} MiB`
  return new KikuError('document-too-large', `${path} is larger than ${limit}.`, {
    remedy: 'Split it into smaller files.',
    details: { maxBytes },
  })
}
