const OPENING = /<think(?:ing)?>/i
const CLOSING = /<\/think(?:ing)?>/i
const LONGEST_TAG = '</thinking>'.length

/** Takes `<think>` passages out of a stream of tokens, even where a tag is cut across two of them. */
export interface ThinkingSeparator {
  /** @returns the part of the answer that is certain by now. */
  push(text: string): string
  /** @returns what was held back. */
  end(): string
}

/** Thinking that a model mixes into its answer is neither shown nor stored. */
export function separateThinking(): ThinkingSeparator {
  let pending = ''
  let isThinking = false

  function takeCertain(): string {
    let answer = ''
    while (true) {
      const tag = (isThinking ? CLOSING : OPENING).exec(pending)
      if (tag === null) break
      if (!isThinking) answer += pending.slice(0, tag.index)
      pending = pending.slice(tag.index + tag[0].length)
      isThinking = !isThinking
    }
    const heldFrom = findTagStart(pending)
    if (!isThinking) answer += pending.slice(0, heldFrom)
    pending = pending.slice(heldFrom)
    return answer
  }

  return {
    push(text) {
      pending += text
      return takeCertain()
    },
    end() {
      const rest = isThinking ? '' : pending
      pending = ''
      return rest
    },
  }
}

// Where a tag may have begun that the next token completes.
function findTagStart(text: string): number {
  const from = Math.max(0, text.length - LONGEST_TAG)
  const at = text.indexOf('<', from)
  return at === -1 ? text.length : at
}
