import { askWords } from './en/ask.ts'
import { insightWords } from './en/insight.ts'
import { problemWords } from './en/problems.ts'
import { shellWords } from './en/shell.ts'
import { sourceWords } from './en/sources.ts'

export const english = {
  language: 'en' as 'en' | 'ja',
  shell: shellWords,
  ask: askWords,
  sources: sourceWords,
  insight: insightWords,
  problems: problemWords,
}

/** All words of the page. */
export type Words = typeof english
