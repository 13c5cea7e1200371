import { Buffer } from 'node:buffer'
import { constants, createDeflate, deflateSync } from 'node:zlib'
import type { WebSocket } from 'ws'

/** One socket, compressed as its client asked (https://discord.com/developers/docs/events/gateway#encoding-and-compression). */
export interface Connection {
  readonly isOpen: boolean
  /** A frozen one stays open, and nothing goes over it any more. */
  isFrozen: boolean
  /** Whether each payload is compressed by itself, as `compress` of an identification asks. */
  compressesPayloads: boolean
  send(text: string): void
  /** After whatever was sent. */
  close(code: number, reason?: string): void
  terminate(): void
}

/** What a payload of a stream ends with. */
const END_OF_FLUSH = Buffer.from([0, 0, 255, 255])

/** @param isStream whether everything is one stream of zlib */
export function createConnection(socket: WebSocket, isStream: boolean): Connection {
  // What cannot be sent is followed by the closing of the socket, which is looked after.
  const put = (data: string | Buffer) => socket.send(data, () => {})
  const deflate = isStream ? createDeflate() : undefined
  let pieces: Buffer[] = []
  deflate?.on('data', (piece: Buffer) => {
    pieces.push(piece)
    if (!piece.subarray(-4).equals(END_OF_FLUSH)) return
    put(Buffer.concat(pieces))
    pieces = []
  })
  socket.once('close', () => deflate?.close())
  return {
    get isOpen() {
      return socket.readyState === socket.OPEN
    },
    isFrozen: false,
    compressesPayloads: false,
    send(text) {
      if (this.isFrozen || !this.isOpen) return
      if (deflate !== undefined) {
        deflate.write(text)
        deflate.flush(constants.Z_SYNC_FLUSH)
      } else put(this.compressesPayloads ? deflateSync(text) : text)
    },
    close(code, reason) {
      if (deflate === undefined) return socket.close(code, reason)
      deflate.flush(constants.Z_SYNC_FLUSH, () => setImmediate(() => socket.close(code, reason)))
    },
    terminate: () => socket.terminate(),
  }
}
