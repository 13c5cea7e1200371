import type { OutputStream } from '../dependencies.ts'
import { truncateToWidth } from '../text/display-width.ts'
import type { Paint } from '../text/paint.ts'

export interface StatusLine {
  show(text: string): void
  clear(): void
}

/** One line that is overwritten, on a terminal; nothing elsewhere. */
export function createStatusLine(output: OutputStream, paint: Paint): StatusLine {
  let isShown = false
  return {
    show(text) {
      if (output.isTTY !== true) return
      output.write(`\r\u001b[2K${paint.dim(truncateToWidth(text, (output.columns || 80) - 1))}`)
      isShown = true
    },
    clear() {
      if (isShown) output.write('\r\u001b[2K')
      isShown = false
    },
  }
}
