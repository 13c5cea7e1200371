import http from 'node:http'
import { createGate, type Gate } from './gate.ts'
import type { Environment } from './journey-bench.ts'

/** What saved HTTP requests are called as tools. */
export const BOOK = 'request_book_room'
export const PAGE = 'request_read_page'

/** What the office says when a room is booked. */
export const booked = (room: string) => `The room ${room} was booked.`

/** A server outside of Kiku, which saved HTTP requests reach. It counts what reaches it. */
export interface ToolOffice {
  readonly environment: Environment
  /** Rooms that were booked, which changes something; oldest first. */
  readonly bookings: readonly string[]
  /** Words that were looked up, which leaves the machine and changes nothing; oldest first. */
  readonly lookUps: readonly string[]
  /** What its page says. */
  write(page: string): void
  /** The next bookings are noted, and hear nothing until the office closes. */
  hold(): void
  /** Bookings are answered with this status from now on. */
  fail(status: number): void
  /** They hear again. */
  release(): void
  close(): Promise<void>
}

export async function startToolOffice(): Promise<ToolOffice> {
  const bookings: string[] = []
  const lookUps: string[] = []
  let page = 'The office is open from nine to five.'
  let gate: Gate | undefined
  let status = 200
  const server = http.createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://office')
    const pieces: Buffer[] = []
    request.on('data', (bytes: Buffer) => pieces.push(bytes))
    request.on('end', () => {
      const say = (text: string, code = 200) => response.writeHead(code, { 'content-type': 'text/plain' }).end(text)
      if (request.method === 'GET') {
        const words = url.searchParams.get('words')
        if (words !== null) lookUps.push(words)
        return say(words === null ? page : 'Nothing is known of that.')
      }
      const { room } = JSON.parse(Buffer.concat(pieces).toString('utf8'))
      bookings.push(room)
      void (gate?.passed ?? Promise.resolve()).then(() =>
        say(status === 200 ? booked(room) : 'The room is taken.', status),
      )
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const origin = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
  const text = (description: string) => ({ description, type: 'text', maxLength: 500 })
  const requests = [
    {
      name: 'book_room',
      description: 'Books a meeting room.',
      examples: ['Please book a room called lotus.', '会議室「蓮」を予約してください。'],
      method: 'POST',
      url: `${origin}/bookings`,
      parameters: { room: text('Name of the room.') },
      body: { room: '{room}' },
    },
    {
      name: 'look_up',
      description: 'Looks words up in the directory of the partner company.',
      examples: ['Look up Tanaka in the directory of the partner.'],
      url: `${origin}/directory?words={words}`,
      parameters: { words: text('What to look up.') },
    },
    {
      name: 'read_page',
      description: 'Reads the page of the office with its opening hours.',
      examples: ['Please read the page of the office.', 'オフィスのページを読んでください。'],
      url: `${origin}/page`,
    },
  ]
  return {
    environment: { KIKU_TOOLS_REQUESTS: JSON.stringify(requests) },
    bookings,
    lookUps,
    write(text) {
      page = text
    },
    hold() {
      gate = createGate()
    },
    fail(code) {
      status = code
    },
    release() {
      gate?.open()
      gate = undefined
    },
    close: () =>
      new Promise((resolve) => {
        gate?.open()
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
