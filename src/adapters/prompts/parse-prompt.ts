import { parse as parseYaml } from 'yaml'
import { KikuError } from '../../domain/errors.ts'
import { PromptFrontMatter } from './schema.ts'

type PromptLanguage = 'en' | 'ja'

/** A message of a prompt, cut into literal text and the places of variables. */
export interface PromptMessage {
  readonly role: 'system' | 'user' | 'assistant'
  readonly parts: readonly PromptPart[]
}

type PromptPart =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'variable'; readonly name: string }

export interface Prompt {
  readonly frontMatter: PromptFrontMatter
  readonly messages: Readonly<Record<PromptLanguage, readonly PromptMessage[]>>
}

/**
 * Reads a prompt file: front matter, then `# en` and `# ja`, each with `## system`, `## user` or `## assistant`
 * sections in order; `{{name}}` marks a variable.
 * @throws KikuError `config-invalid` naming the file and what is wrong with it
 */
export function parsePrompt(file: string, content: string): Prompt {
  const match = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(content.replaceAll('\r\n', '\n'))
  if (match === null) throw invalid(file, 'has no front matter')
  const frontMatter = parseFrontMatter(file, match[1] ?? '')
  const sections = splitSections(match[2] ?? '', /^# (en|ja)$/)
  const messages = {
    en: parseMessages(file, 'en', sections.get('en')),
    ja: parseMessages(file, 'ja', sections.get('ja')),
  }
  checkVariables(file, frontMatter, messages)
  return { frontMatter, messages }
}

function parseFrontMatter(file: string, yaml: string): PromptFrontMatter {
  try {
    return PromptFrontMatter.parse(parseYaml(yaml))
  } catch (cause) {
    throw invalid(file, 'has a front matter that cannot be read', cause)
  }
}

function parseMessages(file: string, language: PromptLanguage, body: string | undefined): PromptMessage[] {
  if (body === undefined) throw invalid(file, `has no section "# ${language}"`)
  const messages: PromptMessage[] = []
  for (const [role, text] of splitSections(body, /^## (system|user|assistant)$/)) {
    if (role === 'system' || role === 'user' || role === 'assistant') messages.push({ role, parts: splitParts(text) })
  }
  if (messages.length === 0) throw invalid(file, `has no message under "# ${language}"`)
  return messages
}

function splitSections(text: string, heading: RegExp): Map<string, string> {
  const sections = new Map<string, string[]>()
  let lines: string[] | undefined
  for (const line of text.split('\n')) {
    const name = heading.exec(line)?.[1]
    if (name === undefined) {
      lines?.push(line)
      continue
    }
    lines = []
    sections.set(name, lines)
  }
  return new Map([...sections].map(([name, content]) => [name, content.join('\n').trim()]))
}

function splitParts(text: string): PromptPart[] {
  return text
    .split(/\{\{([A-Za-z]+)\}\}/)
    .map(
      (piece, index): PromptPart =>
        index % 2 === 1 ? { kind: 'variable', name: piece } : { kind: 'literal', text: piece },
    )
    .filter((part) => part.kind === 'variable' || part.text !== '')
}

function checkVariables(file: string, frontMatter: PromptFrontMatter, messages: Prompt['messages']): void {
  for (const language of ['en', 'ja'] as const) {
    const used = new Set(messages[language].flatMap((message) => message.parts).flatMap(variableOf))
    for (const name of used) {
      if (!frontMatter.variables.includes(name)) throw invalid(file, `uses the variable "${name}" without naming it`)
    }
    for (const name of frontMatter.variables) {
      if (!used.has(name)) throw invalid(file, `names the variable "${name}" but does not use it under "# ${language}"`)
    }
  }
}

function variableOf(part: PromptPart): string[] {
  return part.kind === 'variable' ? [part.name] : []
}

function invalid(file: string, what: string, cause?: unknown): KikuError {
  return new KikuError('config-invalid', `The prompt file ${file} ${what}.`, {
    remedy: 'Restore the file from the release, or mend the line named.',
    cause,
  })
}
