import type { ToolSpec } from '../domain/tool.ts'

/** Characters of a description that the index sees; the embedder has no more room. */
const DESCRIPTION_CHARACTERS = 1_200
const MOST_PARAMETERS = 24
const MOST_EXAMPLES = 12

/**
 * A tool as the index sees it: `Category, Tool, API, description, required_params, optional_params` as LLM-Embedder was
 * trained on (ToolBench; `research/llm_embedder`, text shapes), then what people say when they want it.
 */
export function describeTool(spec: ToolSpec): { readonly title: string; readonly text: string } {
  const { server, title, name, description, examples } = spec
  const { required, optional } = readParameters(spec.parameters)
  const words = splitName(name)
  const about = [
    server,
    title,
    words === title ? undefined : words,
    description.slice(0, DESCRIPTION_CHARACTERS).trim(),
    `required_params: [${required.join(', ')}]`,
    `optional_params: [${optional.join(', ')}]`,
  ]
  const text = [
    about.filter((part) => part !== undefined && part !== '').join(', '),
    ...examples.slice(0, MOST_EXAMPLES),
  ]
  return { title: title === '' ? words : title, text: text.join('\n') }
}

/** `searchIssues_v2` as words: people do not type it that way. */
export function splitName(name: string): string {
  return name
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2')
    .replace(/[_.\-/:]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase()
}

function readParameters(schema: ToolSpec['parameters']): { required: readonly string[]; optional: readonly string[] } {
  const { properties, required } = schema
  if (typeof properties !== 'object' || properties === null) return { required: [], optional: [] }
  const needed = new Set(Array.isArray(required) ? required : [])
  const named = Object.entries(properties)
    .slice(0, MOST_PARAMETERS)
    .map(([name, about]) => ({ name, text: describeParameter(name, about) }))
  return {
    required: named.filter(({ name }) => needed.has(name)).map(({ text }) => text),
    optional: named.filter(({ name }) => !needed.has(name)).map(({ text }) => text),
  }
}

function describeParameter(name: string, about: unknown): string {
  const isDescribed = typeof about === 'object' && about !== null && 'description' in about
  const description = isDescribed && typeof about.description === 'string' ? about.description.slice(0, 120).trim() : ''
  return description === '' ? splitName(name) : `${splitName(name)} (${description})`
}
