import { OllamaStreamError } from './ollama-errors.ts'

/**
 * Cuts a byte stream into its lines and passes on only lines that are JSON. The `ollama` package would print broken
 * lines to the console, content included, and go on without them; here they end the stream.
 * @throws OllamaStreamError when a line is no JSON or longer than `maxLineBytes`
 */
export async function* wholeLines(body: AsyncIterable<Uint8Array>, maxLineBytes: number): AsyncGenerator<Uint8Array> {
  let pending: Uint8Array[] = []
  let pendingBytes = 0
  for await (const bytes of body) {
    let from = 0
    for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, from)) {
      const line = Buffer.concat([...pending, bytes.subarray(from, end + 1)])
      pending = []
      pendingBytes = 0
      from = end + 1
      if (isJsonLine(line)) yield line
    }
    if (from < bytes.length) {
      pending.push(bytes.subarray(from))
      pendingBytes += bytes.length - from
    }
    if (pendingBytes > maxLineBytes) throw new OllamaStreamError('a line is too long')
  }
  if (pendingBytes === 0) return
  const line = Buffer.concat(pending)
  if (isJsonLine(line)) yield line
}

const NEWLINE = 10

function isJsonLine(line: Buffer): boolean {
  const text = line.toString('utf8').trim()
  if (text === '') return false
  try {
    JSON.parse(text)
    return true
  } catch {
    throw new OllamaStreamError('a line is not JSON')
  }
}

/** Ends a body that is longer than `maxBytes`. */
export async function* limitBytes(body: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Uint8Array> {
  let total = 0
  for await (const bytes of body) {
    total += bytes.length
    if (total > maxBytes) throw new OllamaStreamError('the response is too long')
    yield bytes
  }
}
