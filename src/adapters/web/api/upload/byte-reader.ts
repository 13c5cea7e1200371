/** Reads a stream of bytes piece by piece, up to marks in it. */
export interface ByteReader {
  /** The bytes before a mark, which is taken away with them. @returns undefined where the stream ends first, or they are too many */
  takeUntil(mark: Buffer, mostBytes: number): Promise<Buffer | undefined>
  /** The same, as they come. @returns whether the mark was found before the end */
  streamUntil(mark: Buffer): AsyncGenerator<Buffer, boolean>
  /** Exactly so many bytes. @returns undefined where the stream ends first */
  take(bytes: number): Promise<Buffer | undefined>
}

const NOTHING = Buffer.alloc(0)

/** Holds no more than the piece that came last and what may be the beginning of a mark. */
export function createByteReader(pieces: AsyncIterator<Buffer, unknown>): ByteReader {
  let held: Buffer = NOTHING

  async function more(): Promise<boolean> {
    const { done, value } = await pieces.next()
    if (done === true) return false
    held = held.length === 0 ? value : Buffer.concat([held, value])
    return true
  }

  function cut(bytes: number): Buffer {
    const taken = held.subarray(0, bytes)
    held = held.subarray(bytes)
    return taken
  }

  return {
    async takeUntil(mark, mostBytes) {
      let searched = 0
      for (;;) {
        const at = held.indexOf(mark, searched)
        if (at > mostBytes || (at < 0 && held.length > mostBytes + mark.length)) return undefined
        if (at >= 0) {
          const taken = Buffer.from(cut(at))
          cut(mark.length)
          return taken
        }
        searched = Math.max(0, held.length - mark.length + 1)
        if (!(await more())) return undefined
      }
    },
    async *streamUntil(mark) {
      for (;;) {
        const at = held.indexOf(mark)
        if (at > 0) yield cut(at)
        if (at >= 0) {
          cut(mark.length)
          return true
        }
        // What may be the beginning of the mark waits for what follows.
        const ready = held.length - mark.length + 1
        if (ready > 0) yield cut(ready)
        if (!(await more())) return false
      }
    },
    async take(bytes) {
      while (held.length < bytes) if (!(await more())) return undefined
      return Buffer.from(cut(bytes))
    },
  }
}
