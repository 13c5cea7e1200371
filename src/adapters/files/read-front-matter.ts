import { parse } from 'yaml'
import { z } from 'zod'
import { flattenText } from './clean-text.ts'

interface FrontMatter {
  readonly title?: string
  readonly description?: string
  /** The text behind the front matter. */
  readonly body: string
  /** How many lines the front matter takes. */
  readonly lines: number
}

const MAX_LENGTH = 20_000

// Only what a reader would cite; other keys belong to site generators.
const text = z
  .union([z.string(), z.number().transform(String)])
  .optional()
  .catch(undefined)
const fields = z.object({ title: text, description: text })

/** Takes the YAML between two `---` lines off the start of a Markdown file. Malformed YAML is dropped. */
export function readFrontMatter(source: string): FrontMatter {
  const match = /^---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)/s.exec(source.slice(0, MAX_LENGTH))
  // A thematic break also opens with three dashes, but no key follows it.
  if (match === null || !/^[\w-]+\s*:/m.test(match[1] ?? '')) return { body: source, lines: 0 }
  const parsed = fields.safeParse(parseYaml(match[1] ?? ''))
  const title = flattenText(parsed.data?.title ?? '')
  const description = flattenText(parsed.data?.description ?? '')
  return {
    ...(title === '' ? {} : { title }),
    ...(description === '' ? {} : { description }),
    body: source.slice(match[0].length),
    lines: match[0].split('\n').length - 1,
  }
}

function parseYaml(text: string): unknown {
  try {
    return parse(text, { maxAliasCount: 10, logLevel: 'silent' })
  } catch {
    return undefined
  }
}
