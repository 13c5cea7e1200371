/** One server-sent event (https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream). */
export interface ServerSentEvent {
  /** `message` where the stream names none. */
  readonly event: string
  readonly data: string
}

export interface EventParser {
  /** Takes the next bytes, cut anywhere, and gives the events that are complete now. */
  push(bytes: Uint8Array): ServerSentEvent[]
}

const MOST_CHARACTERS = 8 * 1024 * 1024

/**
 * Reads an event stream. An event without the blank line behind it is dropped at the end, as the specification says.
 * @throws Error where one event is longer than 8 million characters
 */
export function createEventParser(): EventParser {
  // `TextDecoder` drops the byte order mark at the beginning and joins characters that were cut apart.
  const decoder = new TextDecoder()
  let rest = ''
  let event = ''
  let data: string[] = []
  let held = 0
  let isAfterReturn = false

  const readLine = (line: string, done: ServerSentEvent[]) => {
    if (line === '') {
      if (data.length > 0) done.push({ event: event === '' ? 'message' : event, data: data.join('\n') })
      event = ''
      data = []
      held = 0
      return
    }
    const colon = line.indexOf(':')
    const field = colon < 0 ? line : line.slice(0, colon)
    const value = colon < 0 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1)
    if (field === 'event') event = value
    if (field === 'data') {
      data.push(value)
      held += value.length
    }
  }

  return {
    push(bytes) {
      const decoded = decoder.decode(bytes, { stream: true })
      const text = rest + (isAfterReturn && decoded.startsWith('\n') ? decoded.slice(1) : decoded)
      // A carriage return at the very end ends its line; a line feed that follows belongs to it.
      if (decoded !== '') isAfterReturn = decoded.endsWith('\r')
      const done: ServerSentEvent[] = []
      let start = 0
      for (const end of text.matchAll(/\r\n|\n|\r/g)) {
        readLine(text.slice(start, end.index), done)
        start = end.index + end[0].length
      }
      rest = text.slice(start)
      if (held + rest.length > MOST_CHARACTERS) throw new Error('An event of the stream is too long.')
      return done
    },
  }
}
