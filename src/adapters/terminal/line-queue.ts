import type { Interface } from 'node:readline'

/** Lines that arrive this close together were pasted, not typed. */
const PASTE_GAP_MS = 30
const MOST_WAITING = 1_000

/**
 * The lines of a reader as they are wanted, one at a time; piped input waits meanwhile. On a terminal, lines pasted
 * together are one message.
 * @param isTaken whether something else has asked for a line, and so has it
 */
export async function* createLineQueue(
  reader: Interface,
  isTerminal: boolean,
  isTaken: (line: string) => boolean = () => false,
): AsyncGenerator<string> {
  const waiting: string[] = []
  let lastAt = Number.NEGATIVE_INFINITY
  let isClosed = false
  let wake = () => {}
  reader.on('line', (line) => {
    if (isTaken(line)) return
    const now = performance.now()
    const isPasted = isTerminal && waiting.length > 0 && now - lastAt < PASTE_GAP_MS
    if (isPasted) waiting.push(`${waiting.pop()}\n${line}`)
    else waiting.push(line)
    lastAt = now
    // A terminal is never paused, since Ctrl-C reaches a paused reader no more.
    if (!isTerminal && waiting.length >= MOST_WAITING) reader.pause()
    wake()
  })
  reader.on('close', () => {
    isClosed = true
    wake()
  })
  while (true) {
    while (waiting.length === 0 && !isClosed) {
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
    while (isTerminal && performance.now() - lastAt < PASTE_GAP_MS) {
      await new Promise((resolve) => setTimeout(resolve, PASTE_GAP_MS))
    }
    const next = waiting.shift()
    if (next === undefined) return
    if (!isTerminal && !isClosed && waiting.length === 0) reader.resume()
    yield next
  }
}
