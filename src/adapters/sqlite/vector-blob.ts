import { endianness } from 'node:os'

const BYTES_PER_NUMBER = Float32Array.BYTES_PER_ELEMENT
const IS_LITTLE_ENDIAN = endianness() === 'LE'

/** The vector as it is stored: 32-bit floats, little-endian, so that the file can move between machines. */
export function toBlob(vector: Float32Array): Buffer {
  const blob = Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength)
  return IS_LITTLE_ENDIAN ? blob : Buffer.from(blob).swap32()
}

/** A copy of the stored vector, aligned as typed arrays demand. */
export function fromBlob(blob: Buffer): Float32Array {
  const vector = new Float32Array(blob.byteLength / BYTES_PER_NUMBER)
  const bytes = Buffer.from(vector.buffer)
  blob.copy(bytes)
  if (!IS_LITTLE_ENDIAN) bytes.swap32()
  return vector
}
