import { Writable } from 'node:stream'
import type { OutputStream } from '../../src/cli/dependencies.ts'

/** An output that keeps what was written. With a size it is a terminal. */
export function collectOutput(
  terminal?: { readonly columns: number; readonly rows?: number },
  onOutput: (text: string) => void = () => {},
): { readonly stream: OutputStream; readonly text: () => string } {
  let text = ''
  const writable = new Writable({
    write(part, _, done) {
      text += String(part)
      onOutput(String(part))
      done()
    },
  })
  const stream = terminal === undefined ? writable : Object.assign(writable, { isTTY: true, rows: 24, ...terminal })
  return { stream, text: () => text }
}
