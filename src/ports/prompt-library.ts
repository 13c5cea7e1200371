import type { ChatMessage } from './chat-model.ts'

export type PromptName = 'answer' | 'answer-direct' | 'rewrite-question' | 'route-ret' | 'use-tools'

/** The wording of every model call, kept as files. */
export interface PromptLibrary {
  /**
   * Fills a prompt. Values are inserted verbatim and are never read as template syntax.
   * @throws KikuError `internal` when a variable that the prompt's front matter names is missing or an extra is given.
   */
  render(name: PromptName, language: 'en' | 'ja', values: Readonly<Record<string, string>>): readonly ChatMessage[]
}
