import type { Words } from './english.ts'
import { askWords } from './ja/ask.ts'
import { insightWords } from './ja/insight.ts'
import { problemWords } from './ja/problems.ts'
import { shellWords } from './ja/shell.ts'
import { sourceWords } from './ja/sources.ts'

export const japanese: Words = {
  language: 'ja',
  shell: shellWords,
  ask: askWords,
  sources: sourceWords,
  insight: insightWords,
  problems: problemWords,
}
