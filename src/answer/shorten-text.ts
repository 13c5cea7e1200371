import { estimateTokens } from '../domain/language/estimate-tokens.ts'

/**
 * Keeps a text's beginning and end within a token budget and says in between that something was left out: people
 * put their request first or last and paste long material beside it.
 */
export function shortenText(text: string, maxTokens: number): string {
  const tokens = estimateTokens(text)
  if (tokens <= maxTokens) return text
  const keep = Math.floor((text.length * maxTokens) / tokens)
  const head = text.slice(0, Math.ceil(keep * 0.6)).replace(/[\ud800-\udbff]$/, '')
  const tail = text.slice(text.length - Math.floor(keep * 0.4)).replace(/^[\udc00-\udfff]/, '')
  return `${head}\n[… ${text.length - head.length - tail.length} …]\n${tail}`
}
