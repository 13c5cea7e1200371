/** Text of one kind, in order. */
export interface SeparatedText {
  readonly kind: 'token' | 'thinking'
  readonly text: string
}

/**
 * Keeps thinking out of the answer for models whose template Ollama does not know: they write `<think>…</think>` at
 * the start of the answer itself. Only there: later such words are the answer's own.
 */
export function createThinkingSeparator(): {
  push(text: string): readonly SeparatedText[]
  /** What is still held back when the answer ends. */
  end(): readonly SeparatedText[]
} {
  let state: 'start' | 'thinking' | 'after' | 'answer' = 'start'
  let held = ''

  function push(text: string): readonly SeparatedText[] {
    held += text
    const out: SeparatedText[] = []
    if (state === 'start') {
      const trimmed = held.trimStart()
      if (trimmed.startsWith(OPEN)) {
        state = 'thinking'
        held = trimmed.slice(OPEN.length)
      } else if (!OPEN.startsWith(trimmed)) state = 'answer'
    }
    if (state === 'thinking') {
      const close = held.indexOf(CLOSE)
      const safe = close === -1 ? held.length - longestTagStart(held) : close
      if (safe > 0) out.push({ kind: 'thinking', text: held.slice(0, safe) })
      held = close === -1 ? held.slice(safe) : held.slice(close + CLOSE.length)
      if (close !== -1) state = 'after'
    }
    if (state === 'after') {
      held = held.trimStart()
      if (held !== '') state = 'answer'
    }
    if (state === 'answer' && held !== '') {
      out.push({ kind: 'token', text: held })
      held = ''
    }
    return out
  }

  function end(): readonly SeparatedText[] {
    if (held === '') return []
    const text = held
    held = ''
    return [{ kind: state === 'thinking' ? 'thinking' : 'token', text }]
  }

  return { push, end }
}

const OPEN = '<think>'
const CLOSE = '</think>'

/** Length of the longest end of a text that could begin the closing tag. */
function longestTagStart(text: string): number {
  for (let length = Math.min(CLOSE.length - 1, text.length); length > 0; length -= 1) {
    if (text.endsWith(CLOSE.slice(0, length))) return length
  }
  return 0
}
