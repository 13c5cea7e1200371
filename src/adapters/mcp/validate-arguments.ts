import { AjvJsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/ajv'
import type { JsonSchema, ToolArguments } from '../../domain/tool.ts'
import { plainSchema } from './plain-schema.ts'
import { withinTime } from './within-time.ts'

/** Why arguments cannot be checked against a schema. `slow` says that finding out took all the time there was. */
export interface SchemaProblem {
  readonly reason: string
  readonly isSlow: boolean
}

type Validate = (args: unknown) => { readonly valid: boolean; readonly errorMessage?: string | undefined }

const MOST_DEPTH = 12
const MOST_CHARACTERS = 32_000
const MOST_PROBLEMS = 20
const PROBLEM_CHARACTERS = 200
/** A thousand times what schemas of real servers take. */
const CHECK_MS = 250

const validators = new WeakMap<JsonSchema, Validate>()

/**
 * What is wrong with arguments, for whoever gave them; empty when they fit. A schema that cannot be checked against, or not
 * in time, fits nothing. Takes a quarter of a second at most. Never throws.
 */
export function validateArguments(schema: JsonSchema, args: ToolArguments): readonly string[] {
  const checked = attempt(() => validatorOf(schema)(args))
  if ('reason' in checked) return [`the parameters cannot be checked: ${checked.reason}`]
  const { valid, errorMessage = 'they do not fit the parameters' } = checked
  if (valid) return []
  const problems = errorMessage.split(/, (?=data)/).slice(0, MOST_PROBLEMS)
  return problems.map((problem) => problem.replace(/^data\/?/, '').slice(0, PROBLEM_CHARACTERS))
}

/**
 * Why a schema is of no use: it describes no object, is too large or too deep, refers to something elsewhere, or is none.
 * Takes a quarter of a second at most. Never throws.
 * @returns undefined where arguments can be checked against it
 */
export function findSchemaProblem(schema: JsonSchema): SchemaProblem | undefined {
  const shape = findShapeProblem(schema)
  if (shape !== undefined) return { reason: shape, isSlow: false }
  const compiled = attempt(() => ({ validate: validatorOf(schema) }))
  return 'reason' in compiled ? compiled : undefined
}

function attempt<T extends object>(work: () => T): T | SchemaProblem {
  try {
    return withinTime(CHECK_MS, work) ?? { reason: 'they take too long', isSlow: true }
  } catch {
    // What was thrown may quote the schema, or be the end of the stack.
    return { reason: 'they are no valid JSON Schema', isSlow: false }
  }
}

function findShapeProblem(schema: JsonSchema): string | undefined {
  if (schema.type !== 'object') return 'they describe no object'
  // First, since all others go down to the bottom.
  if (!isShallow(schema, MOST_DEPTH)) return `they are more than ${MOST_DEPTH} levels deep`
  if (JSON.stringify(schema).length > MOST_CHARACTERS) return `they are longer than ${MOST_CHARACTERS} characters`
  if (referencesOf(schema).some((address) => !address.startsWith('#'))) return 'they refer to something elsewhere'
  return undefined
}

function validatorOf(schema: JsonSchema): Validate {
  const known = validators.get(schema)
  if (known !== undefined) return known
  const validate: Validate = new AjvJsonSchemaValidator().getValidator(plainSchema(schema))
  validators.set(schema, validate)
  return validate
}

function isShallow(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true
  return levels > 0 && Object.values(value).every((inner) => isShallow(inner, levels - 1))
}

function referencesOf(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    key === '$ref' && typeof inner === 'string' ? [inner] : referencesOf(inner),
  )
}
