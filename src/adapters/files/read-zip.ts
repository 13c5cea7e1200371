import { inflateRawSync } from 'node:zlib'
import { encrypted, tooLarge, unreadable } from './read-failure.ts'

/** One file of an archive, as its central directory announces it. */
interface ZipEntry {
  readonly name: string
  readonly method: number
  readonly packedSize: number
  readonly size: number
  readonly headerOffset: number
}

/** An archive whose announced sizes are within bounds. */
export interface ZipArchive {
  readonly names: ReadonlySet<string>
  /** The content of a file; undefined when the archive has none of that name. */
  read(name: string): Uint8Array | undefined
}

/** Most files, and most bytes after unpacking, that one document may hold. Media are counted, though never unpacked. */
const MAX_ENTRIES = 20_000
const MAX_TOTAL_BYTES = 512 * 1024 * 1024
/** Most bytes of one file that is read. */
const MAX_ENTRY_BYTES = 64 * 1024 * 1024
/** Most bytes that are unpacked of one document, those of a file that is read twice counted twice. */
const MAX_READ_BYTES = 192 * 1024 * 1024
/** Honest XML packs to a hundredth at the most; from one megabyte on, more is a bomb. */
const MAX_RATIO = 200
const RATIO_COUNTS_FROM = 1024 * 1024

/**
 * Opens an archive without unpacking anything.
 * @throws ReadFailure `document-too-large` for a decompression bomb, `document-unreadable` for a damaged archive,
 * `document-encrypted`
 */
export function openZip(bytes: Uint8Array): ZipArchive {
  const entries = readDirectory(view(bytes))
  let total = 0
  for (const entry of entries.values()) {
    total += entry.size
    if (total > MAX_TOTAL_BYTES || isBomb(entry)) throw refuseBomb()
  }
  let unpacked = 0
  return {
    names: new Set(entries.keys()),
    read(name) {
      const entry = entries.get(name)
      if (entry === undefined) return undefined
      unpacked += entry.size
      if (unpacked > MAX_READ_BYTES) throw refuseBomb()
      return unpack(view(bytes), entry)
    },
  }
}

/**
 * Names of the files in an archive.
 * @throws ReadFailure when it is too damaged to list
 */
export function listZipNames(bytes: Uint8Array): ReadonlySet<string> {
  return new Set(readDirectory(view(bytes)).keys())
}

function isBomb(entry: ZipEntry): boolean {
  if (entry.size < RATIO_COUNTS_FROM) return false
  return entry.size > MAX_ENTRY_BYTES * 4 || entry.size / Math.max(1, entry.packedSize) > MAX_RATIO
}

function refuseBomb(): Error {
  return tooLarge('unpacks to far more than its size, so it was not opened', 'Split it into smaller documents.')
}

// The end record is at the end, followed by a comment of at most 64 KB.
function readDirectory(buffer: Buffer): Map<string, ZipEntry> {
  const end = buffer.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]))
  if (end < 0 || end + 22 > buffer.length) throw unreadable('a complete office document')
  const entries = new Map<string, ZipEntry>()
  let at = buffer.readUInt32LE(end + 16)
  const count = buffer.readUInt16LE(end + 10)
  if (count > MAX_ENTRIES) throw refuseBomb()
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > buffer.length || buffer.readUInt32LE(at) !== 0x02014b50)
      throw unreadable('a complete office document')
    const nameLength = buffer.readUInt16LE(at + 28)
    // Bit 0 of the flags: encrypted by the old archive scheme.
    if ((buffer.readUInt16LE(at + 8) & 1) === 1) throw encrypted()
    const name = buffer.toString('utf8', at + 46, at + 46 + nameLength)
    entries.set(name, {
      name,
      method: buffer.readUInt16LE(at + 10),
      packedSize: buffer.readUInt32LE(at + 20),
      size: buffer.readUInt32LE(at + 24),
      headerOffset: buffer.readUInt32LE(at + 42),
    })
    at += 46 + nameLength + buffer.readUInt16LE(at + 30) + buffer.readUInt16LE(at + 32)
  }
  // Other readers go on as long as there are entries, so that one which is not counted would be read unchecked.
  const isLonger = at + 4 <= buffer.length && buffer.readUInt32LE(at) === 0x02014b50
  if (isLonger) throw unreadable('a complete office document')
  return entries
}

function unpack(buffer: Buffer, entry: ZipEntry): Uint8Array {
  if (entry.size > MAX_ENTRY_BYTES) throw refuseBomb()
  const at = entry.headerOffset
  if (at + 30 > buffer.length || buffer.readUInt32LE(at) !== 0x04034b50) throw unreadable('a complete office document')
  const start = at + 30 + buffer.readUInt16LE(at + 26) + buffer.readUInt16LE(at + 28)
  const packed = buffer.subarray(start, start + entry.packedSize)
  if (entry.method === 0) return packed.subarray(0, entry.size)
  if (entry.method !== 8) throw unreadable('an office document of the usual kind')
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, entry.size) })
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ERR_BUFFER_TOO_LARGE') throw refuseBomb()
    throw unreadable('a complete office document', cause)
  }
}

function view(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
