import { crc32 } from 'node:zlib'
import type { ZipArchive } from './read-zip.ts'

/** What holds text in office documents. The rest, media above all, is never read. */
const TEXT_PARTS = /\.(?:xml|rels)$|^mimetype$/i

const VERSION = 20
/** Bit 11: names are UTF-8. */
const FLAGS = 0x0800

/**
 * An archive of the text parts of another, not packed: whoever reads it unpacks nothing and finds nothing that was not
 * checked, however it reads archives.
 * @throws ReadFailure when a part is larger than announced, or than allowed
 */
export function repackZip(archive: ZipArchive): Buffer {
  const files: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const name of archive.names) {
    const content = TEXT_PARTS.test(name) ? archive.read(name) : undefined
    if (content === undefined) continue
    const nameBytes = Buffer.from(name)
    const facts = describeFile(content, nameBytes.length)
    const header = Buffer.concat([signature(0x04034b50), facts, nameBytes])
    directory.push(Buffer.concat([signature(0x02014b50), version(), facts, placeOf(offset), nameBytes]))
    files.push(header, Buffer.from(content.buffer, content.byteOffset, content.byteLength))
    offset += header.length + content.length
  }
  return Buffer.concat([...files, ...directory, describeEnd(directory, offset)])
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

function version(): Buffer {
  return Buffer.from([VERSION, 0])
}

/** What both headers of a file hold: version, flags, method (none), time, checksum, sizes, lengths. */
function describeFile(content: Uint8Array, nameLength: number): Buffer {
  const bytes = Buffer.alloc(26)
  bytes.writeUInt16LE(VERSION, 0)
  bytes.writeUInt16LE(FLAGS, 2)
  bytes.writeUInt32LE(crc32(content), 10)
  bytes.writeUInt32LE(content.length, 14)
  bytes.writeUInt32LE(content.length, 18)
  bytes.writeUInt16LE(nameLength, 22)
  return bytes
}

function placeOf(offset: number): Buffer {
  const bytes = Buffer.alloc(14)
  bytes.writeUInt32LE(offset, 10)
  return bytes
}

function describeEnd(directory: readonly Buffer[], offset: number): Buffer {
  const bytes = Buffer.alloc(22)
  bytes.writeUInt32LE(0x06054b50, 0)
  bytes.writeUInt16LE(directory.length, 8)
  bytes.writeUInt16LE(directory.length, 10)
  bytes.writeUInt32LE(
    directory.reduce((length, entry) => length + entry.length, 0),
    12,
  )
  bytes.writeUInt32LE(offset, 16)
  return bytes
}
