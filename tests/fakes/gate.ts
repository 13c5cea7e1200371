import type { ScriptedChat } from './ollama-wire.ts'

/** Something that waits until a test lets it go on. */
export interface Gate {
  readonly passed: Promise<void>
  open(): void
}

export function createGate(): Gate {
  let open = () => {}
  const passed = new Promise<void>((resolve) => {
    open = resolve
  })
  return { passed, open }
}

/** An answer in pieces. Before some of them, by number from 0, the model waits for a gate. */
export function pausing(chunks: readonly string[], gates: Readonly<Record<number, Gate>>): ScriptedChat {
  return { chunks, beforePiece: (piece) => gates[piece]?.passed }
}
