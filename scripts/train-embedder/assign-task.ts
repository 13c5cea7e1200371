import type { Task } from '../../src/domain/task.ts'
import { hashText } from '../calibration-fitting/hash-text.ts'

/** A line of the pairs file: where it comes from, its language or `x` across languages, what asks and what answers. */
export interface TrainingPair {
  readonly source: string
  readonly language: 'en' | 'ja' | 'x'
  readonly query: string
  readonly key: string
}

/** Sentence pairs and dictionary entries: both ends are of one kind. */
const SYMMETRIC = new Set(['ejdict', 'tanaka'])

/** What a command or a function does, and its name with more words. */
const TOOLS = new Set(['tldr'])
const HALF_TOOLS = new Set(['php'])

const SENTENCE = /[.!?。！？]["')」]?$/
const LEAST_SENTENCE = 20

/**
 * The task that a pair stands in for. There are no dialogues among the sources: a sentence and what stands around it
 * stands in for talk and what was said before, and a heading after the one before it for a conversation.
 */
export function assignTask({ source, language, query, key }: TrainingPair): Task {
  const draw = hashText(`${query}\n${key.slice(0, 100)}`)
  if (SYMMETRIC.has(source)) return 'icl'
  if (TOOLS.has(source) || (HALF_TOOLS.has(source) && draw % 2 === 0)) return 'tool'
  if (language !== 'x' && query.length >= LEAST_SENTENCE && SENTENCE.test(query))
    return draw % 2 === 0 ? 'chat' : 'lrlm'
  return (draw >>> 8) % 4 === 0 ? 'convsearch' : 'qa'
}
