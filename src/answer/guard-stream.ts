import { removeUnsupportedLinks } from './remove-unsupported-links.ts'
import { stripControlTokens } from './strip-control-tokens.ts'

/** Shows a stream as it comes, yet nothing of it that the check would take away for safety. */
export interface StreamGuard {
  /** @returns what may be shown by now. */
  push(text: string): string
  /** @returns what was held back. */
  end(): string
}

// What is held never grows beyond this: an answer that keeps a bracket open must still appear.
const MOST_HELD = 600
// The beginning of something that a later token may turn into an address, a tag, a marker or a hidden character.
const UNFINISHED =
  /!?\[[^\]\n]*$|\[[^\]\n]*\](?:$|\([^)\n]*$)|<(?:[a-z/!@#?:<|][^>\n]*)?$|&[#\w]*$|\\$|[a-z][a-z0-9+.-]*:\S*$|`[^`\n]*$|[\w!-~\p{Cf}\uff01-\uff5e]+$/iu

/**
 * A page shows an image, and a chat client a preview, the moment a token arrives; so addresses are checked before
 * they are shown. Holds back the word in progress, no more than that in ordinary text.
 */
export function guardStream(allowed: ReadonlySet<string>, language: 'en' | 'ja', boundary: string): StreamGuard {
  let pending = ''
  const clean = (text: string) => removeUnsupportedLinks(stripControlTokens(text, boundary), allowed, language)
  return {
    push(text) {
      pending += text
      const start = UNFINISHED.exec(pending.slice(-MOST_HELD))
      const held = start === null ? 0 : Math.min(pending.length, MOST_HELD) - start.index
      const ready = pending.slice(0, pending.length - held)
      if (held < MOST_HELD) {
        pending = pending.slice(pending.length - held)
        return clean(ready)
      }
      const all = pending
      pending = ''
      return clean(all)
    },
    end() {
      const rest = pending
      pending = ''
      return clean(rest)
    },
  }
}
