import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createEventParser, type ServerSentEvent } from '../../../../../src/adapters/web/page/api/event-parser.ts'

const encode = (text: string) => new TextEncoder().encode(text)

function parseAll(chunks: readonly Uint8Array[]): ServerSentEvent[] {
  const parser = createEventParser()
  return chunks.flatMap((chunk) => parser.push(chunk))
}

const parseText = (text: string) => parseAll([encode(text)])

/** Cuts bytes at the given places, inside of characters and line ends too. */
function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const borders = [...new Set([0, ...places.map((place) => place % (bytes.length + 1)), bytes.length])].sort(
    (a, b) => a - b,
  )
  return borders.slice(1).map((end, index) => bytes.slice(borders[index], end))
}

describe('reading server-sent events', () => {
  it('gives name and data of each event', () => {
    const events = parseText('event: token\ndata: {"a":1}\n\ndata: plain\n\n')

    expect(events).toEqual([
      { event: 'token', data: '{"a":1}' },
      { event: 'message', data: 'plain' },
    ])
  })

  it('joins data lines, drops one space behind the colon, and leaves comments and unknown fields out', () => {
    const events = parseText(': alive\n\nid: 7\nretry: 10\ndata:  two\ndata\ndata:three\n\n')

    expect(events).toEqual([{ event: 'message', data: ' two\n\nthree' }])
  })

  it('takes all three ends of lines, and a byte order mark at the beginning', () => {
    const events = parseText('\ufeffdata: a\r\n\r\ndata: b\r\rdata: c\n\n')

    expect(events.map(({ data }) => data)).toEqual(['a', 'b', 'c'])
  })

  it('does not wait for a line feed behind a carriage return', () => {
    const parser = createEventParser()

    expect(parser.push(encode('data: a\r\r'))).toHaveLength(1)
    expect(parser.push(encode('\ndata: b\r\n\r\n'))).toEqual([{ event: 'message', data: 'b' }])
  })

  it('drops an event without the blank line behind it', () => {
    expect(parseText('data: whole\n\ndata: half\n')).toEqual([{ event: 'message', data: 'whole' }])
  })

  it('refuses an event that does not end', () => {
    const parser = createEventParser()
    const megabyte = encode(`data: ${'x'.repeat(1_000_000)}\n`)

    expect(() => {
      for (let count = 0; count < 20; count += 1) parser.push(megabyte)
    }).toThrow('too long')
  })

  it('gives the same events however the bytes are cut', () => {
    const line = fc.string({ unit: fc.constantFrom('a', '日', '😀', ':', ' ', 'é', '{') })
    const event = fc.record({
      name: fc.constantFrom('', 'token', 'done'),
      lines: fc.array(line, { minLength: 1, maxLength: 3 }),
    })
    const ending = fc.constantFrom('\n', '\r', '\r\n')
    const stream = fc.record({
      events: fc.array(event, { maxLength: 5 }),
      ending,
      cuts: fc.array(fc.nat(400), { maxLength: 12 }),
    })

    fc.assert(
      fc.property(stream, ({ events, ending: end, cuts }) => {
        const text = events
          .map(({ name, lines }) =>
            [...(name === '' ? [] : [`event: ${name}`]), ...lines.map((one) => `data: ${one}`), '', ''].join(end),
          )
          .join('')

        const parsed = parseAll(cut(encode(text), cuts))

        expect(parsed).toEqual(events.map(({ name, lines }) => ({ event: name || 'message', data: lines.join('\n') })))
      }),
    )
  })
})
