import { ZERO_WIDTH_SPACE } from '../../../common/chat/characters.ts'

/** Code within a line, in the one or two backticks that Discord knows. */
export function writeCode(source: string, isStrong: boolean): string {
  const length = /^`+/.exec(source)?.[0].length ?? 1
  const content = source.slice(length, -length)
  const trimmed = /^ (.*[^ ].*) $/s.exec(content)?.[1] ?? content
  // In a heading that is written strong, Discord would look for the end of that in code, too.
  const words = isStrong ? trimmed.replace(/\*(?=\*)/g, `*${ZERO_WIDTH_SPACE}`) : trimmed
  if (!words.includes('`')) return `\`${words}\``
  return `\`\` ${words.replace(/`(?=`)/g, `\`${ZERO_WIDTH_SPACE}`)} \`\``
}
