import type { LoadableFile } from '../../ports/document-loader.ts'
import { extensionOf, type Format, fileName, formatOfMediaType, formatOfName } from './formats.ts'
import { encrypted, unreadable, unsupported } from './read-failure.ts'
import { listZipNames } from './read-zip.ts'

/**
 * Decides how a file is to be read. Its first bytes overrule its name; a specific media type overrules the name;
 * anything else that is text is read as text.
 * @throws ReadFailure for binaries, damaged containers and encrypted office files
 */
export function detectFormat(file: LoadableFile): Format {
  const { bytes } = file
  const promised = formatOfMediaType(file.mediaType) ?? formatOfName(file.location)
  if (hasPdfHeader(bytes)) return 'pdf'
  if (startsWith(bytes, ZIP)) return formatOfZip(bytes, promised)
  if (startsWith(bytes, COMPOUND_FILE)) throw refuseCompoundFile(bytes, promised)
  if (startsWith(bytes, RTF)) throw unsupported('is an RTF file', 'Save it as .docx and add that.')
  if (promised === 'pdf') throw unreadable('a PDF')
  if (isOffice(promised)) throw unreadable('an office document')
  if (isBinary(bytes)) throw refuseBinary(file.location)
  return promised ?? (looksLikeHtml(bytes) ? 'html' : 'text')
}

const ZIP = [0x50, 0x4b]
const COMPOUND_FILE = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]
const RTF = [0x7b, 0x5c, 0x72, 0x74, 0x66]
const SNIFFED_BYTES = 8192

function isOffice(format: Format | undefined): boolean {
  return format === 'docx' || format === 'pptx' || format === 'opendocument'
}

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return bytes.length >= magic.length && magic.every((byte, at) => bytes[at] === byte)
}

// Readers accept a PDF header anywhere in the first kilobyte.
function hasPdfHeader(bytes: Uint8Array): boolean {
  return latin(bytes.subarray(0, 1024)).includes('%PDF-')
}

function formatOfZip(bytes: Uint8Array, promised: Format | undefined): Format {
  const names = listZipNames(bytes)
  if (names.has('word/document.xml')) return 'docx'
  if (names.has('ppt/presentation.xml')) return 'pptx'
  if (names.has('content.xml') && promised === 'opendocument') return promised
  if (names.has('xl/workbook.xml')) throw unsupported('is a spreadsheet', 'Save its sheets as .csv and add those.')
  // Some producers use other part names but announce them in the usual place.
  if (names.has('[Content_Types].xml') && (promised === 'docx' || promised === 'pptx')) return promised
  throw unsupported('is an archive', 'Unpack it and add the files inside.')
}

/** Encrypted OOXML is stored in the container of the old office formats, with a stream of this name. */
const ENCRYPTED_STREAM = [...'EncryptedPackage'].flatMap((letter) => [letter.charCodeAt(0), 0])

function refuseCompoundFile(bytes: Uint8Array, promised: Format | undefined): Error {
  if (
    isOffice(promised) ||
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(Buffer.from(ENCRYPTED_STREAM))
  )
    return encrypted()
  return unsupported('is in an old office format', 'Save it as .docx, .pptx or .pdf and add that.')
}

function refuseBinary(location: string): Error {
  const extension = extensionOf(fileName(location))
  const what = extension === '' ? 'is a binary file' : `is a binary file (.${extension})`
  return unsupported(
    `${what}, not a document that Kiku can read`,
    'Add Markdown, text, HTML, PDF, DOCX, PPTX, CSV, JSON or source code.',
  )
}

// UTF-16 text is full of NUL bytes, always on the same side of each pair; binaries have them anywhere.
function isBinary(bytes: Uint8Array): boolean {
  const sample = bytes.subarray(0, SNIFFED_BYTES)
  if (startsWith(sample, [0xff, 0xfe]) || startsWith(sample, [0xfe, 0xff])) return false
  if (guessUtf16(sample) !== undefined) return false
  let nuls = 0
  let controls = 0
  for (const byte of sample) {
    if (byte === 0) nuls += 1
    else if (byte < 0x20 && !TEXT_CONTROLS.has(byte)) controls += 1
  }
  // A stray NUL or two occurs in logs and exports; it is stripped later.
  return nuls > sample.length / 1000 + 1 || controls > sample.length / 20
}

/** Tab, line feed, vertical tab, form feed, carriage return, escape (ISO-2022-JP and coloured logs), backspace. */
const TEXT_CONTROLS = new Set([0x08, 0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x1b])

/** UTF-16 without a byte order mark: one byte of most pairs is zero, the other hardly ever. */
export function guessUtf16(sample: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const pairs = Math.floor(Math.min(sample.length, SNIFFED_BYTES) / 2)
  if (pairs < 4) return undefined
  let evenZeros = 0
  let oddZeros = 0
  for (let at = 0; at < pairs * 2; at += 2) {
    if (sample[at] === 0) evenZeros += 1
    if (sample[at + 1] === 0) oddZeros += 1
  }
  if (oddZeros > pairs * 0.2 && evenZeros <= pairs * 0.01) return 'utf-16le'
  if (evenZeros > pairs * 0.2 && oddZeros <= pairs * 0.01) return 'utf-16be'
  return undefined
}

function looksLikeHtml(bytes: Uint8Array): boolean {
  return /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body)\b/is.test(
    latin(bytes.subarray(0, 1024)),
  )
}

function latin(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
}
