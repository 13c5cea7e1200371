import { createHash } from 'node:crypto'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type Segment, viewSegment } from './segment.ts'

/** A segment with the item key of each of its documents. */
export interface Snapshot {
  readonly segment: Segment
  readonly keys: Float64Array
}

/** Changes whenever text is cut into terms differently: postings of two ways must never be searched together. */
const ANALYSIS = 'kiku-bm25-1 ja-words+bigrams en-porter'

const HEADER_BYTES = 128
const SLICE = 4 * 1024 * 1024

/**
 * Writes a snapshot beside its place, syncs it, and renames it into place, so that a reader sees the old one or the
 * new one and never a part.
 */
export async function writeSnapshot(path: string, { segment, keys }: Snapshot, signal: AbortSignal): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const temporary = `${path}.${process.pid}.tmp`
  try {
    const file = await open(temporary, 'w', 0o600)
    try {
      const body = [bytesOf(keys), new Uint8Array(segment.buffer)]
      const checksum = await hashSlices(body, signal)
      await file.write(encodeHeader(checksum, keys.length, segment.buffer.byteLength))
      for (const part of body) await writeSlices(file, part, signal)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

/** What a look for a snapshot found. `rejected`: truncated, corrupt, or made by another analysis. */
export type SnapshotReading =
  | { readonly kind: 'missing' }
  | { readonly kind: 'rejected' }
  | { readonly kind: 'ready'; readonly snapshot: Snapshot }

/** Reads a snapshot and trusts nothing of it before its checksum holds. */
export async function readSnapshot(path: string, signal: AbortSignal): Promise<SnapshotReading> {
  const file = await open(path, 'r').catch(() => undefined)
  if (file === undefined) return { kind: 'missing' }
  try {
    const snapshot = await readBody(file, signal)
    return snapshot === undefined ? { kind: 'rejected' } : { kind: 'ready', snapshot }
  } finally {
    await file.close()
  }
}

async function readBody(file: FileHandle, signal: AbortSignal): Promise<Snapshot | undefined> {
  const header = Buffer.alloc(HEADER_BYTES)
  await file.read(header, 0, HEADER_BYTES, 0)
  const sizes = decodeHeader(header)
  const { size } = await file.stat()
  if (sizes === undefined || size !== HEADER_BYTES + sizes.keyCount * 8 + sizes.segmentBytes) return undefined
  const keys = new Float64Array(sizes.keyCount)
  const buffer = new SharedArrayBuffer(sizes.segmentBytes)
  await readSlices(file, bytesOf(keys), HEADER_BYTES, signal)
  await readSlices(file, new Uint8Array(buffer), HEADER_BYTES + keys.byteLength, signal)
  const checksum = await hashSlices([bytesOf(keys), new Uint8Array(buffer)], signal)
  const segment = checksum.equals(sizes.checksum) ? viewSegment(buffer) : undefined
  return segment === undefined || segment.documentCount !== keys.length ? undefined : { segment, keys }
}

type FileHandle = Awaited<ReturnType<typeof open>>

function encodeHeader(checksum: Buffer, keyCount: number, segmentBytes: number): Buffer {
  const header = Buffer.alloc(HEADER_BYTES)
  header.write(ANALYSIS, 0, 64, 'utf8')
  checksum.copy(header, 64)
  header.writeDoubleLE(keyCount, 96)
  header.writeDoubleLE(segmentBytes, 104)
  return header
}

function decodeHeader(header: Buffer): { checksum: Buffer; keyCount: number; segmentBytes: number } | undefined {
  const analysis = header.toString('utf8', 0, 64).replace(/\0+$/, '')
  const keyCount = header.readDoubleLE(96)
  const segmentBytes = header.readDoubleLE(104)
  const isSane =
    Number.isSafeInteger(keyCount) && Number.isSafeInteger(segmentBytes) && keyCount >= 0 && segmentBytes >= 0
  if (analysis !== ANALYSIS || !isSane) return undefined
  return { checksum: Buffer.from(header.subarray(64, 96)), keyCount, segmentBytes }
}

function bytesOf(keys: Float64Array): Uint8Array {
  return new Uint8Array(keys.buffer, keys.byteOffset, keys.byteLength)
}

/** Hashes in slices with a pause between them: a hundred megabytes at once would hold the event loop. */
async function hashSlices(parts: readonly Uint8Array[], signal: AbortSignal): Promise<Buffer> {
  const hash = createHash('sha256')
  for (const part of parts) {
    for (let at = 0; at < part.byteLength; at += SLICE) {
      signal.throwIfAborted()
      hash.update(part.subarray(at, at + SLICE))
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
  return hash.digest()
}

async function writeSlices(file: FileHandle, part: Uint8Array, signal: AbortSignal): Promise<void> {
  for (let at = 0; at < part.byteLength; ) {
    signal.throwIfAborted()
    const { bytesWritten } = await file.write(part, at, Math.min(SLICE, part.byteLength - at))
    at += bytesWritten
  }
}

async function readSlices(file: FileHandle, part: Uint8Array, start: number, signal: AbortSignal): Promise<void> {
  for (let at = 0; at < part.byteLength; ) {
    signal.throwIfAborted()
    const { bytesRead } = await file.read(part, at, Math.min(SLICE, part.byteLength - at), start + at)
    if (bytesRead === 0) return
    at += bytesRead
  }
}
