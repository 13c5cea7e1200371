import type { z } from 'zod'
import { DISCORD_TOKEN, DISCORD_VARIABLES } from './discord-secrets.ts'
import { keysAt } from './list-keys.ts'
import { settingAt } from './settings-tree.ts'
import { SLACK_VARIABLES } from './slack-secrets.ts'
import { suggest } from './suggest.ts'

/** Where a wrong value came from and what it was, for a message that a person can act on. */
export interface IssueContext {
  /** File name or environment variable. */
  readonly origin: string
  /** The whole input, to show the value that was found. */
  readonly input: unknown
}

/** One sentence: key, value found, what is allowed. Never shows the value of a key that may hold a secret. */
export function describeIssue(issue: z.core.$ZodIssue, context: IssueContext): string {
  if (issue.code === 'unrecognized_keys') return describeUnknownKeys(issue.keys, issue.path, context)
  const key = issue.path.join('.')
  return `${context.origin}: ${key || 'the file'} is ${shown(settingAt(context.input, issue.path))}, but must be ${allowed(issue)}.`
}

// A token that was pasted into the wrong place is not repeated.
const SLACK_TOKEN = /\bx(ox[a-z]|app)[-.][\w.-]+/g
const SECRET = /(token|secret|password|api_?key)$/i

function describeUnknownKeys(keys: readonly string[], path: readonly PropertyKey[], context: IssueContext): string {
  const known = keysAt(path)
  const sentences = keys.map((key) => {
    const full = [...path, key].join('.')
    if (SECRET.test(key)) {
      return `${full} is a secret and must not stand in this file; ${placeFor(path)}`
    }
    const near = suggest(key, known)
    const hint = near === undefined ? `Allowed here: ${known.join(', ')}` : `Did you mean ${[...path, near].join('.')}?`
    return `there is no key ${full}. ${hint}`
  })
  return `${context.origin}: ${sentences.join('; ').replace(/[?.]?$/, (end) => end || '.')}`
}

function placeFor(path: readonly PropertyKey[]): string {
  const variables = path[0] === 'slack' ? SLACK_VARIABLES : path[0] === 'discord' ? DISCORD_VARIABLES : undefined
  return variables === undefined
    ? 'set it in the environment or name a file that holds it (embedder.apiKeyFile)'
    : `set ${variables.join(', ')} in the environment or in .env`
}

function allowed(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.expected === 'int' ? 'a whole number' : (TYPE_NAMES[issue.expected] ?? issue.expected)
    case 'invalid_value':
      return listValues(issue.values.map(String))
    case 'too_small':
      return tooSmall(issue)
    case 'too_big':
      return `${issue.origin === 'array' ? 'a list of at most' : 'at most'} ${issue.maximum}${issue.origin === 'array' ? ' entries' : ''}`
    case 'invalid_format':
      if (issue.format === 'url') return 'an address that starts with http:// or https://'
      return issue.format === 'regex' ? issue.message : `in the format ${issue.format}`
    case 'invalid_union':
      return issue.errors.map((branch) => (branch[0] === undefined ? 'valid' : allowed(branch[0]))).join(' or ')
    case 'custom':
      return 'an address without user name and password'
    default:
      return issue.message
  }
}

function tooSmall(issue: z.core.$ZodIssueTooSmall): string {
  if (issue.origin === 'string') return 'a text that is not empty'
  if (issue.origin === 'array') return 'a list with at least one entry'
  return issue.inclusive === false ? `more than ${issue.minimum}` : `at least ${issue.minimum}`
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a section with keys',
}

function listValues(values: readonly string[]): string {
  if (values.length === 1) return `${values[0]}`
  return `one of ${values.join(', ')}`
}

function shown(value: unknown): string {
  if (value === undefined) return 'missing'
  const text =
    JSON.stringify(value)
      ?.replace(/\/\/[^/@"]*@/g, '//…@')
      .replace(SLACK_TOKEN, '…')
      .replace(DISCORD_TOKEN, '…') ?? String(value)
  return text.length > 80 ? `${text.slice(0, 79)}…` : text
}
