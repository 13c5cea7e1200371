export { compact, isObject, listOf, objectOf, objectsOf, textOf, type WireObject } from '../slack/wire.ts'

/** A number, or nothing where there is none. */
export const numberOf = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined)

/** Flags as Discord sends them: a number, or a string where they outgrew one. */
export function bitsOf(value: unknown): bigint | undefined {
  if (typeof value === 'number' && Number.isInteger(value)) return BigInt(value)
  return typeof value === 'string' && /^\d+$/.test(value) ? BigInt(value) : undefined
}
