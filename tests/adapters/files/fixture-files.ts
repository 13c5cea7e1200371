import { readFileSync } from 'node:fs'
import { deflateRawSync } from 'node:zlib'
import iconv from 'iconv-lite'
import { detectFormat } from '../../../src/adapters/files/detect-format.ts'
import { parseDocument } from '../../../src/adapters/files/parse-document.ts'
import type { LoadableFile, LoadedDocument } from '../../../src/ports/document-loader.ts'

/** A document of the fixtures folder. */
export function readFixture(name: string): LoadableFile {
  const url = new URL(`../../fixtures/documents/${encodeURIComponent(name)}`, import.meta.url)
  return { location: `/documents/${name}`, bytes: readFileSync(url) }
}

export function textFile(name: string, text: string, encoding = 'utf8'): LoadableFile {
  return { location: `/documents/${name}`, bytes: iconv.encode(text, encoding) }
}

/** Reads a file on this thread. */
export function parseFile(file: LoadableFile): Promise<LoadedDocument> {
  return parseDocument({ bytes: file.bytes, format: detectFormat(file), location: file.location })
}

/** The blocks as short lines, such as `heading2 Steps` and `paragraph Text.` */
export function outline(document: LoadedDocument): string[] {
  return document.blocks.map(({ kind, level, text }) => `${kind}${level ?? ''} ${text}`)
}

export interface ZipPart {
  readonly name: string
  readonly content: string | Uint8Array
  /** What the directory announces, where that is to be a lie. */
  readonly announcedSize?: number
}

/** Writes an archive of deflated parts, without checksums, which no reader here looks at. */
export function writeZip(parts: readonly ZipPart[]): Uint8Array {
  const local: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, content, announcedSize } of parts) {
    const raw = Buffer.from(content)
    const packed = deflateRawSync(raw)
    const bytes = Buffer.from(name)
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(20, 0)
    fields.writeUInt16LE(8, 4)
    fields.writeUInt32LE(packed.length, 14)
    fields.writeUInt32LE(announcedSize ?? raw.length, 18)
    fields.writeUInt16LE(bytes.length, 22)
    const start = Buffer.concat([Buffer.from('PK\u0003\u0004', 'latin1'), fields, bytes, packed])
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(offset, 10)
    directory.push(Buffer.concat([Buffer.from('PK\u0001\u0002\u0014\u0000', 'latin1'), fields, tail, bytes]))
    local.push(start)
    offset += start.length
  }
  const entries = Buffer.concat(directory)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(parts.length, 4)
  end.writeUInt16LE(parts.length, 6)
  end.writeUInt32LE(entries.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...local, entries, Buffer.from('PK\u0005\u0006', 'latin1'), end])
}
