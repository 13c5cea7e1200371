import { KikuError } from '../../../../domain/errors.ts'

export interface EventWriter {
  /** Resolves when there is room for more. @throws KikuError `cancelled` where the reader has left, or is too slow */
  write(text: string): Promise<void>
}

export interface EventStreamOptions {
  /** Between two comments that keep the connection alive. */
  readonly keepAliveMs: number
  /** For the reader to take what was written. */
  readonly readerMs: number
  /** Called once when nobody reads any more before the work has ended. */
  readonly onLeave: () => void
}

/** What a reader may leave lying before the writer waits for it. */
const BUFFERED_BYTES = 64 * 1024
const KEEP_ALIVE = ': keep-alive\n\n'

/**
 * A stream of server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html) that ends when the work
 * does. Whoever reads slowly slows the work down, for a while; then the stream ends, and so does the work. What the work
 * throws ends it, too.
 */
export function createEventStream(
  { keepAliveMs, readerMs, onLeave }: EventStreamOptions,
  work: (writer: EventWriter) => Promise<void>,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let wake = () => {}
  let isLeft = false
  let isOver = false

  const leave = () => {
    if (isLeft || isOver) return
    isLeft = true
    wake()
    onLeave()
  }

  async function run(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    const writer: EventWriter = {
      async write(text) {
        if (!isLeft && (controller.desiredSize ?? 0) <= 0) await room(controller)
        if (isLeft) throw new KikuError('cancelled', 'The reader has left.')
        controller.enqueue(encoder.encode(text))
      },
    }
    const beat = setInterval(() => {
      // Whoever has something to read already needs no sign of life.
      if (!isLeft && (controller.desiredSize ?? 0) >= BUFFERED_BYTES) controller.enqueue(encoder.encode(KEEP_ALIVE))
    }, keepAliveMs)
    try {
      await work(writer)
      isOver = true
      if (!isLeft) controller.close()
    } catch {
      isOver = true
      // Readers know by the last event whether a stream is whole.
      if (!isLeft) controller.close()
    } finally {
      clearInterval(beat)
    }
  }

  /** Waits until the reader has taken something. */
  function room(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        leave()
        controller.close()
      }, readerMs)
      wake = () => {
        if (!isLeft && (controller.desiredSize ?? 0) <= 0) return
        clearTimeout(timer)
        resolve()
      }
    })
  }

  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        void run(controller)
      },
      pull: () => wake(),
      cancel: leave,
    },
    new ByteLengthQueuingStrategy({ highWaterMark: BUFFERED_BYTES }),
  )
}

export const EVENT_STREAM_HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  // Proxies would hold events back (https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_buffering).
  'x-accel-buffering': 'no',
}

/** One event with its name. */
export function writeEvent(name: string, data: unknown): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`
}
