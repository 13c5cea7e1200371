import type { OutputStream } from '../dependencies.ts'

// JSON itself escapes C0 only; a terminal would obey the others.
const UNSAFE = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g

/** Prints one JSON object: indented for a reader, on one line for a program. */
export function writeJson(output: OutputStream, value: unknown): void {
  const text = JSON.stringify(value, null, output.isTTY === true ? 2 : undefined)
  output.write(
    `${text.replace(UNSAFE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`,
  )
}
