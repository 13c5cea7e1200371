import type { TokenLogprob } from '../../src/ports/chat-model.ts'

/** The literal text by which a model asks for context (Adapt-LLM). Not a token of its own in any vocabulary. */
const RET = '<RET>'

/** Says what the text so far means: an asking, an answer, or too short to tell. */
export function readRetText(text: string): 'asks' | 'answers' | 'open' {
  const start = text.trimStart()
  if (start.startsWith(RET)) return 'asks'
  return RET.startsWith(start) ? 'open' : 'answers'
}

/**
 * Probability that the answer begins with `<RET>`: the sum over the likeliest first tokens that begin it. At most 20
 * are known, so it is a lower bound.
 * @returns undefined when it cannot be trusted: no alternatives, or a log-probability of exactly zero, which is what a
 * server reports for tokens that a drafting model proposed.
 */
export function readRetProbability(tokens: readonly TokenLogprob[]): number | undefined {
  const first = tokens.find(({ token }) => token.trim() !== '')
  if (first === undefined || first.alternatives.length === 0 || first.logprob >= 0) return undefined
  if (first.alternatives.every(({ logprob }) => logprob === 0)) return undefined
  const alternatives = new Map(first.alternatives.map(({ token, logprob }) => [token, logprob]))
  alternatives.set(first.token, first.logprob)
  let sum = 0
  for (const [token, logprob] of alternatives) {
    if (beginsRet(token)) sum += Math.exp(Math.min(0, logprob))
  }
  return Math.min(1, sum)
}

function beginsRet(token: string): boolean {
  const start = token.trimStart()
  return start !== '' && (RET.startsWith(start) || start.startsWith(RET))
}
