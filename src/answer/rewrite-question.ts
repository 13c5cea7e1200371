import { languageOf } from '../domain/language/scripts.ts'
import type { Turn } from '../domain/thread.ts'
import type { ChatModel } from '../ports/chat-model.ts'
import type { AnswerPorts } from './answer-request.ts'
import { weighContentTerms } from './content-terms.ts'
import { findLinks } from './find-links.ts'
import { neutraliseText } from './neutralise-text.ts'
import { readModelText } from './read-model-text.ts'
import { shortenText } from './shorten-text.ts'
import { stripCitations } from './strip-citations.ts'
import { stripControlTokens } from './strip-control-tokens.ts'

const TURN_TOKENS = 200
const REWRITE_TOKENS = 160

/** A follow-up with the conversation that it belongs to. */
export interface FollowUp {
  readonly message: string
  /** Oldest first. */
  readonly turns: readonly Turn[]
  readonly language: 'en' | 'ja'
  readonly signal: AbortSignal
}

/**
 * Has the model rewrite a follow-up so that it stands alone.
 * @returns undefined when what the model wrote cannot be trusted to be the same question
 * @throws what the model throws, KikuError `deadline-exceeded`, or the reason of the signal
 */
export async function rewriteQuestion(
  followUp: FollowUp,
  model: ChatModel,
  ports: AnswerPorts,
): Promise<string | undefined> {
  const boundary = ports.createBoundary()
  const conversation = followUp.turns.map((turn) => describeTurn(turn, boundary)).join('\n')
  const question = neutraliseText(followUp.message, boundary)
  const messages = ports.prompts.render('rewrite-question', followUp.language, { conversation, question })
  const request = { messages, maxTokens: REWRITE_TOKENS, temperature: 0, think: false }
  const deadline = { signal: followUp.signal, timeoutMs: ports.limits.rewriteMs, what: 'rewriting of the question' }
  const written = await readModelText(model, request, deadline)
  return acceptRewrite(written, followUp.message, conversation)
}

function describeTurn(turn: Turn, boundary: string): string {
  const text = shortenText(neutraliseText(stripCitations(turn.text), boundary), TURN_TOKENS).replace(/\s+/g, ' ')
  return `${turn.role === 'user' ? 'User' : 'Kiku'}: ${text}`
}

const LABEL = /^(?:(?:the )?(?:rewritten|standalone|last)[\w ]{0,30}|書き直した(?:メッセージ|質問)|質問)[:：]\s*/i
const QUOTES = /^["'“「『](.*)["'”」』]$/s
/** Share of the words of a rewrite that the conversation must contain. */
const GROUNDED_SHARE = 0.6

/** A rewrite may only rearrange what was said: same language, no longer than sensible, no words or links from nowhere. */
function acceptRewrite(written: string, message: string, conversation: string): string | undefined {
  const text = stripControlTokens(written).trim().replace(LABEL, '').replace(QUOTES, '$1').trim()
  if (text === '' || text.includes('\n') || text.length > 4 * message.length + 200) return undefined
  if (languageOf(text) !== languageOf(message, languageOf(text))) return undefined
  const known = `${conversation}\n${message}`
  if (findLinks(text).some((link) => !known.includes(link))) return undefined
  const said = weighContentTerms(known)
  const terms = [...weighContentTerms(text).keys()]
  const share = terms.filter((term) => said.has(term)).length / Math.max(1, terms.length)
  return share >= GROUNDED_SHARE ? text : undefined
}
