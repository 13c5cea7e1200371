import { z } from 'zod'
import type { SavedParameter, SavedRequest } from './saved-request.ts'

/** Numbers that every server reads the same. */
const LARGEST_NUMBER = 1e15

/** The schema of the arguments of a saved request. */
export function parametersOf({ parameters }: Pick<SavedRequest, 'parameters'>): z.ZodObject {
  const shape = Object.entries(parameters).map(([name, parameter]) => {
    const type = typeOf(parameter).describe(parameter.description)
    return [name, parameter.required ? type : type.optional()] as const
  })
  return z.strictObject(Object.fromEntries(shape))
}

function typeOf({ type, choices, maxLength }: SavedParameter): z.ZodType {
  switch (type) {
    case 'text':
      return z.string().min(1).max(maxLength)
    case 'number':
      return z.number().min(-LARGEST_NUMBER).max(LARGEST_NUMBER)
    case 'integer':
      return z.int().min(-LARGEST_NUMBER).max(LARGEST_NUMBER)
    case 'boolean':
      return z.boolean()
    case 'choice':
      return z.enum(choices ?? [])
  }
}
