import type { JsonSchema } from '../../domain/tool.ts'

/** What ajv-formats knows, save those that are of no use in arguments. Of others ajv complains to standard error. */
const FORMATS = new Set([
  ...['date', 'time', 'date-time', 'duration', 'uri', 'uri-reference', 'uri-template', 'url', 'email', 'hostname'],
  ...['ipv4', 'ipv6', 'uuid', 'json-pointer', 'relative-json-pointer', 'regex', 'byte'],
])
/** Under these stand names that somebody chose, each with a schema. */
const NAMED = new Set(['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas', 'dependencies'])
/** Under these stand values, which may look like anything. */
const VALUES = new Set(['const', 'enum', 'default', 'examples'])

/**
 * A schema without what would change how it is checked rather than what fits: names and dialects, which would be looked up
 * among schemas that are not here, checks that answer later (`$async`), and formats that nobody knows.
 * @param schema of a bounded depth
 */
export function plainSchema(schema: JsonSchema): JsonSchema {
  const kept = Object.entries(schema).filter(([key, value]) => !isLeftOut(key, value))
  return Object.fromEntries(kept.map(([key, value]) => [key, plainValue(key, value)]))
}

function isLeftOut(key: string, value: unknown): boolean {
  if (key === '$async' || key === '$schema' || key === '$id' || key === 'id') return true
  return key === 'format' && !(typeof value === 'string' && FORMATS.has(value))
}

function plainValue(key: string, value: unknown): unknown {
  if (VALUES.has(key)) return value
  if (Array.isArray(value)) return value.map((one: unknown) => (isRecord(one) ? plainSchema(one) : one))
  if (!isRecord(value)) return value
  if (!NAMED.has(key)) return plainSchema(value)
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, isRecord(one) ? plainSchema(one) : one]))
}

function isRecord(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
