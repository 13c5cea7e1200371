import { stripInvisible } from './strip-invisible.ts'

const RULES: readonly (readonly [RegExp, string])[] = [
  // Chat-template tokens: <|im_start|>, <｜User｜>. A space inside is enough for a tokeniser to read plain text.
  [/<(?=[|｜])/g, '< '],
  [/(?<=[|｜])>/g, ' >'],
  [/<(?=\/?(?:s|bos|eos|pad|unk|ret|think|thinking|tool_call|tool_response|tools|start_of_turn|end_of_turn)>)/gi, '< '],
  [/<(?=<\/?(?:sys|source|end)\b)/gi, '< '],
  [/\[(?=\/?(?:INST|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS|TOOL_CONTENT|ARGS)\])/gi, '[ '],
  // SPRING's trained rows are single tokens wherever they stand.
  [/\[(?=ref\d+\])/gi, '[ '],
]

/**
 * Makes text of others harmless inside a prompt: no hidden characters, no tokens of chat templates, no forged fences.
 * The words stay as they are, so that it still reads as what it is: data.
 */
export function neutraliseText(text: string, boundary: string): string {
  const visible = stripInvisible(text).replaceAll(boundary, '')
  return RULES.reduce((safe, [pattern, replacement]) => safe.replace(pattern, replacement), visible)
}
