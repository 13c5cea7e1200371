import { type EmbeddingPreset, embeddingText } from '../embedding-preset.ts'
import { estimateTokens } from '../language/estimate-tokens.ts'
import type { Side, Task } from '../task.ts'

export interface EmbeddingPurpose {
  readonly task: Task
  readonly side: Side
}

/**
 * The text for the encoder, template applied, shortened so that its estimated length fits `maxTokens`. Encoders cut
 * on the right without a word, which costs a conversation query its current question: there the beginning goes
 * instead. Everywhere else the end goes. `ending` is put behind it all.
 */
export function fitEmbeddingText(
  preset: EmbeddingPreset,
  { task, side }: EmbeddingPurpose,
  text: string,
  maxTokens: number,
  ending = '',
): string {
  const available = maxTokens - estimateTokens(preset.templates[task][side].replace('{text}', '')) - SPECIAL_TOKENS
  const keep = task === 'convsearch' && side === 'query' ? 'end' : 'start'
  return embeddingText(preset, task, side, cutToTokens(cleanText(text), Math.max(available, 1), keep)) + ending
}

/** A conversation's last `maxTokens`, where its question stands; other texts as they are, for encoders without limit. */
export function keepQuestion(text: string, purpose: EmbeddingPurpose, maxTokens: number): string {
  return endsInQuestion(purpose) ? cutToTokens(text, maxTokens, 'end') : text
}

function endsInQuestion({ task, side }: EmbeddingPurpose): boolean {
  return task === 'convsearch' && side === 'query'
}

// Servers written in C end a text at its first NUL, and refuse half a surrogate pair as bad UTF-8.
function cleanText(text: string): string {
  return text.replaceAll('\0', ' ').replace(/\p{Surrogate}/gu, '\ufffd')
}

// Start and end markers that the tokeniser adds ([CLS] and [SEP], <s> and </s>).
const SPECIAL_TOKENS = 2

/** The longest start (or end) of a text whose estimated length is at most `maxTokens`. */
export function cutToTokens(text: string, maxTokens: number, keep: 'start' | 'end'): string {
  if (estimateTokens(text) <= maxTokens) return text
  // No estimate gives more than three characters to a token, so the search need not look further.
  let fits = 0
  let tooLong = Math.min(text.length, maxTokens * 3 + 3)
  while (tooLong - fits > 1) {
    const middle = (fits + tooLong) >> 1
    if (estimateTokens(takeCharacters(text, middle, keep)) <= maxTokens) fits = middle
    else tooLong = middle
  }
  return takeCharacters(text, fits, keep)
}

// Half a surrogate pair is no character, and some servers refuse it as bad UTF-8.
function takeCharacters(text: string, length: number, keep: 'start' | 'end'): string {
  if (keep === 'start') return text.slice(0, isHighSurrogate(text, length - 1) ? length - 1 : length)
  const from = text.length - length
  return text.slice(isHighSurrogate(text, from - 1) ? from + 1 : from)
}

function isHighSurrogate(text: string, at: number): boolean {
  const unit = text.charCodeAt(at)
  return unit >= 0xd800 && unit <= 0xdbff
}
