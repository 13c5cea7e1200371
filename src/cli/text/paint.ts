import type { OutputStream } from '../dependencies.ts'

export interface Paint {
  readonly bold: (text: string) => string
  readonly dim: (text: string) => string
  readonly red: (text: string) => string
  readonly green: (text: string) => string
  readonly yellow: (text: string) => string
}

/** Colours for one output: plain text where it is no terminal or colour is not wanted. */
export function createPaint(output: OutputStream, color: 'never' | 'always' | 'auto'): Paint {
  const isOn = color === 'always' || (color === 'auto' && output.isTTY === true)
  const style = (open: number, close: number) => (text: string) =>
    isOn && text !== '' ? `\u001b[${open}m${text}\u001b[${close}m` : text
  return { bold: style(1, 22), dim: style(2, 22), red: style(31, 39), green: style(32, 39), yellow: style(33, 39) }
}
