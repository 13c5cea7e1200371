import { stripInvisible } from './strip-invisible.ts'

const THINKING = /<think(?:ing)?>[\s\S]*?(?:<\/think(?:ing)?>|$)/gi
// Some templates open the thinking in the prompt, so that only its end reaches the answer.
const THINKING_TAIL = /^[\s\S]*<\/think(?:ing)?>/i
const FENCE_LINES = /^[ \t]*<<<(?:source|end)\b[^\n]*$\n?/gim
const TOKENS =
  / ?(?:<[|｜][^<>\n]{0,60}[|｜]>|<\/?(?:start_of_turn|end_of_turn|tool_call|tool_response)>|<\/s>|<<\/?SYS>>|\[\/?INST\]|\[ref\d+\]|<RET>)/gi

/** Removes what belongs to the talk between Kiku and the model: thinking, template tokens, `<RET>`, fences. */
export function stripControlTokens(text: string, boundary = ''): string {
  const spoken = stripInvisible(text).replace(THINKING, '').replace(THINKING_TAIL, '')
  const unfenced = spoken.replace(FENCE_LINES, '')
  const bare = removeRepeatedly(unfenced, TOKENS)
  return boundary === '' ? bare : bare.replaceAll(boundary, '')
}

// Removing a token can join its neighbours into another one: <<RET>RET>.
function removeRepeatedly(text: string, pattern: RegExp): string {
  let current = text
  for (let pass = 0; pass < 5; pass += 1) {
    const next = current.replace(pattern, '')
    if (next === current) return next
    current = next
  }
  return current.replace(/[<>]/g, '')
}
