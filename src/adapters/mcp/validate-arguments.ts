import { AjvJsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/ajv'
import type { JsonSchema, ToolArguments } from '../../domain/tool.ts'

type Validate = (args: unknown) => { readonly valid: boolean; readonly errorMessage?: string | undefined }

const MOST_DEPTH = 12
const MOST_CHARACTERS = 32_000
const PROBLEM_CHARACTERS = 200

const validators = new WeakMap<JsonSchema, Validate>()

/**
 * What is wrong with arguments, for whoever gave them; empty when they fit.
 * @throws Error for a schema that is none: `isUsableSchema` finds them when tools are listed
 */
export function validateArguments(schema: JsonSchema, args: ToolArguments): readonly string[] {
  const { valid, errorMessage = 'they do not fit the parameters' } = validatorOf(schema)(args)
  if (valid) return []
  return errorMessage.split(/, (?=data)/).map((problem) => problem.replace(/^data\/?/, '').slice(0, PROBLEM_CHARACTERS))
}

/** Whether a schema describes an object, is of a sensible size, refers to nothing elsewhere, and can be checked against. */
export function isUsableSchema(schema: JsonSchema): boolean {
  if (schema.type !== 'object' || JSON.stringify(schema).length > MOST_CHARACTERS) return false
  if (depthOf(schema) > MOST_DEPTH || referencesOf(schema).some((address) => !address.startsWith('#'))) return false
  try {
    validatorOf(schema)
    return true
  } catch {
    return false
  }
}

function validatorOf(schema: JsonSchema): Validate {
  const known = validators.get(schema)
  if (known !== undefined) return known
  // Its own name and dialect would be looked up among schemas that are not here.
  const { $schema: _dialect, $id: _id, ...plain } = schema
  const validate: Validate = new AjvJsonSchemaValidator().getValidator(plain)
  validators.set(schema, validate)
  return validate
}

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  return 1 + Math.max(0, ...Object.values(value).map(depthOf))
}

function referencesOf(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    key === '$ref' && typeof inner === 'string' ? [inner] : referencesOf(inner),
  )
}
