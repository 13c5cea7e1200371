import { z } from 'zod'

/** What a document of OpenAPI 3.1 says, as far as replies are held against it. */
export interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> }
}

interface Operation {
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: unknown }>> }>
  >
}

export interface SeenReply {
  readonly method: string
  readonly path: string
  readonly status: number
  /** Of the header; null where there is none. */
  readonly contentType: string | null
  readonly text: string
}

/** The schemas of the events that stand in streams, which OpenAPI has no way to say. */
const EVENTS: Readonly<Record<string, string>> = {
  '/v1/ask': 'StreamEvent',
  '/v1/sources/jobs/{id}/events': 'SourceJob',
  '/v1/chat/completions': 'ChatCompletionChunk',
}

/** Holds replies against a document. What the document does not say must not be in them. */
export function createReplyCheck(document: ApiDocument): (reply: SeenReply) => void {
  const schemas = new Map<unknown, z.ZodType>()
  const schemaOf = (raw: unknown) => {
    const known = schemas.get(raw) ?? z.fromJSONSchema(closed(raw, document) as never)
    schemas.set(raw, known)
    return known
  }
  return ({ method, path, status, contentType, text }) => {
    const where = `${method} ${path} → ${status}`
    const template = findTemplate(document, path)
    const operation = template === undefined ? undefined : document.paths[template]?.[method.toLowerCase()]
    const response = operation?.responses[String(status)]
    if (template === undefined || response === undefined) throw new Error(`${where} is not in the document.`)
    if (response.content === undefined) {
      if (text !== '') throw new Error(`${where} has a body, which the document does not say.`)
      return
    }
    const type = contentType?.split(';', 1)[0] ?? ''
    const content = response.content[type]
    if (content === undefined) throw new Error(`${where} has content of type ${type}, which the document does not say.`)
    const values = type === 'text/event-stream' ? readEvents(text) : [JSON.parse(text)]
    const schema = type === 'text/event-stream' ? { $ref: `#/components/schemas/${EVENTS[template]}` } : content.schema
    for (const value of values) {
      const { success, error } = schemaOf(schema).safeParse(value)
      if (!success) throw new Error(`${where} does not fit:\n${z.prettifyError(error)}\n${JSON.stringify(value)}`)
    }
  }
}

/** The data of events, errors of OpenAI's API and its end left out. */
export function readEvents(text: string): unknown[] {
  return text.split('\n\n').flatMap((block) => {
    const data = block.split('\n').flatMap((line) => (line.startsWith('data: ') ? [line.slice(6)] : []))
    if (data.length === 0 || data[0] === '[DONE]') return []
    const value: unknown = JSON.parse(data.join('\n'))
    return typeof value === 'object' && value !== null && 'error' in value ? [] : [value]
  })
}

function findTemplate({ paths }: ApiDocument, path: string): string | undefined {
  const matches = Object.keys(paths).filter((template) =>
    new RegExp(`^${template.replace(/[.]/g, '\\.').replace(/\{\w+\}/g, '[^/]+')}$`).test(path),
  )
  // What names no part is nearer.
  return matches.sort((left, right) => left.split('{').length - right.split('{').length)[0]
}

/** References in place of which stands what they mean, and objects that hold nothing but what is said of them. */
function closed(raw: unknown, document: ApiDocument): unknown {
  if (Array.isArray(raw)) return raw.map((part) => closed(part, document))
  if (typeof raw !== 'object' || raw === null) return raw
  if ('$ref' in raw && typeof raw.$ref === 'string') {
    const name = raw.$ref.replace('#/components/schemas/', '')
    const meant = document.components.schemas[name]
    if (meant === undefined) throw new Error(`The document has no ${name}.`)
    return closed(meant, document)
  }
  const parts = Object.fromEntries(Object.entries(raw).map(([key, value]) => [key, closed(value, document)]))
  return 'properties' in raw && !('additionalProperties' in raw) ? { ...parts, additionalProperties: false } : parts
}
