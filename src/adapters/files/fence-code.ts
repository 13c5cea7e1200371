/** Puts code between fences that are longer than any inside it. */
export function fenceCode(code: string, language: string): string {
  const longest = Math.max(2, ...(code.match(/`{3,}/g) ?? []).map((run) => run.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}${language}\n${code.replace(/\s+$/, '')}\n${fence}`
}
