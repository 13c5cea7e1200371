import { createHash } from 'node:crypto'
import { type FileHandle, mkdir, open } from 'node:fs/promises'
import { join } from 'node:path'
import { KikuError } from '../../domain/errors.ts'
import type { KeptUpload, NewUpload } from '../../ports/upload-folder.ts'
import { codeOf } from './translate-read-failure.ts'

/** Hashing this much takes under 2 ms, so the event loop stays free. */
const SLICE_BYTES = 1_024 * 1_024

/** Writes an upload into a new folder, slice by slice, and hashes it on the way. */
export async function keepUpload(
  { name, content, maxBytes }: NewUpload,
  folder: string,
  signal: AbortSignal,
): Promise<Omit<KeptUpload, 'id'>> {
  signal.throwIfAborted()
  const path = join(folder, name)
  const handle = await onDisk(async () => {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    // Never over something, and never through a link.
    return open(path, 'wx', 0o600)
  })
  try {
    const hash = createHash('sha256')
    let byteSize = 0
    for await (const part of readUntilAborted(content, signal)) {
      byteSize += part.length
      if (byteSize > maxBytes) throw tooLarge(maxBytes)
      await writePart(handle, part, hash)
    }
    return { path, byteSize, contentHash: hash.digest('hex') }
  } finally {
    await handle.close()
  }
}

async function writePart(handle: FileHandle, part: Uint8Array, hash: ReturnType<typeof createHash>): Promise<void> {
  for (let start = 0; start < part.length; start += SLICE_BYTES) {
    const slice = part.subarray(start, start + SLICE_BYTES)
    hash.update(slice)
    await onDisk(() => handle.appendFile(slice))
  }
}

/** Does not wait for a sender that is silent once nobody wants the file any more. */
async function* readUntilAborted(content: AsyncIterable<Uint8Array>, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const parts = content[Symbol.asyncIterator]()
  let onAbort = () => {}
  const aborted = new Promise<never>((_resolve, reject) => {
    onAbort = () => reject(signal.reason)
    signal.addEventListener('abort', onAbort, { once: true })
  })
  // Handled where it is waited for; it may come between two parts.
  aborted.catch(() => {})
  try {
    for (;;) {
      signal.throwIfAborted()
      const part = await Promise.race([parts.next(), aborted])
      if (part.done === true) return
      yield part.value
    }
  } finally {
    signal.removeEventListener('abort', onAbort)
    // Ends the stream where it was not read to its end. A silent one may take long to hear of it.
    parts.return?.()?.then(undefined, () => {})
  }
}

async function onDisk<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (thrown) {
    throw translateWriteFailure(thrown)
  }
}

function translateWriteFailure(cause: unknown): KikuError {
  const code = codeOf(cause)
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new KikuError('disk-full', 'The disk that holds the data folder is full, so the file was not kept.', {
        remedy: 'Free some space on that disk and send the file again.',
        retryable: true,
        cause,
      })
    // As Node tells of a folder that cannot be made on a read-only disk.
    case 'ENOENT':
    case 'EROFS':
    case 'EACCES':
    case 'EPERM':
      return new KikuError('disk-read-only', 'Kiku may not write to its data folder.', {
        remedy: 'Make the folder writable for the user who runs Kiku, or choose another one with --data.',
        cause,
      })
    default:
      return new KikuError('store-failed', `The file could not be kept (${code}).`, {
        remedy: 'Look at the disk that holds the data folder.',
        cause,
      })
  }
}

function tooLarge(maxBytes: number): KikuError {
  const limit = `${Math.round((maxBytes / 1_024 / 1_024) * 10) / 10} MiB`
  return new KikuError('document-too-large', `The file is larger than ${limit}.`, {
    remedy: 'Split it into smaller files.',
    details: { maxBytes },
  })
}
