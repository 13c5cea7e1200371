import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { KikuError } from '../../domain/errors.ts'
import type { ChatMessage } from '../../ports/chat-model.ts'
import type { PromptLibrary, PromptName } from '../../ports/prompt-library.ts'
import { type Prompt, type PromptMessage, parsePrompt } from './parse-prompt.ts'

const NAMES = [
  'answer',
  'answer-direct',
  'rewrite-question',
  'route-ret',
  'use-tools',
] as const satisfies readonly PromptName[]

/**
 * Prompts read from `.md` files of a folder, all of them at once, so that a broken file is found at the start.
 * @throws KikuError `config-invalid` when a file is missing or broken
 */
export function createPromptLibrary({ folder }: { readonly folder: string }): PromptLibrary {
  const prompts = new Map(NAMES.map((name) => [name, loadPrompt(folder, name)]))
  return {
    render(name, language, values) {
      const prompt = prompts.get(name)
      if (prompt === undefined) throw new KikuError('internal', `There is no prompt "${name}".`)
      checkValues(name, prompt.frontMatter.variables, values)
      return prompt.messages[language].map((message) => fillMessage(message, values))
    },
  }
}

function loadPrompt(folder: string, name: PromptName): Prompt {
  const path = join(folder, `${name}.md`)
  const prompt = parsePrompt(path, readPrompt(path))
  if (prompt.frontMatter.name === name) return prompt
  throw new KikuError('config-invalid', `The prompt file ${path} calls itself "${prompt.frontMatter.name}".`, {
    remedy: `Name it "${name}" in its front matter.`,
  })
}

function readPrompt(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new KikuError('config-invalid', `The prompt file ${path} cannot be read.`, {
      remedy: 'Restore the file from the release.',
      cause,
    })
  }
}

function checkValues(name: PromptName, variables: readonly string[], values: Readonly<Record<string, string>>): void {
  const missing = variables.filter((variable) => values[variable] === undefined)
  const extra = Object.keys(values).filter((variable) => !variables.includes(variable))
  if (missing.length === 0 && extra.length === 0) return
  const details = { prompt: name, missing: missing.join(', '), extra: extra.join(', ') }
  throw new KikuError('internal', `The prompt "${name}" was given the wrong variables.`, { details })
}

function fillMessage(message: PromptMessage, values: Readonly<Record<string, string>>): ChatMessage {
  const content = message.parts
    .map((part) => (part.kind === 'literal' ? part.text : (values[part.name] ?? '')))
    .join('')
  return { role: message.role, content }
}
