import { cleanText } from './clean-text.ts'

/** A value on its way to a line, with the path that leads to it. */
interface Step {
  readonly path: string
  readonly value: unknown
}

/** Paths are cut here: a reader gains nothing from longer ones, and a hostile file could make them quadratic. */
const MAX_PATH = 200

/**
 * Writes every value inside a value as `path.to.key: value`, in order; an array of plain values takes one line. Walks
 * without recursion, so that no depth can exhaust the stack.
 */
export function writeJsonLines(value: unknown, path = ''): string[] {
  const lines: string[] = []
  const stack: Step[] = [{ path, value }]
  for (let step = stack.pop(); step !== undefined; step = stack.pop()) {
    const children = listChildren(step)
    if (children === undefined) {
      const text = writeScalar(step.value)
      if (text !== '') lines.push(step.path === '' ? text : `${step.path}: ${text}`)
    } else stack.push(...children.toReversed())
  }
  return lines
}

function listChildren({ path, value }: Step): Step[] | undefined {
  if (typeof value !== 'object' || value === null || isPlainList(value)) return undefined
  const isList = Array.isArray(value)
  return Object.entries(value).map(([key, child]) => ({
    path: joinPath(path, isList ? String(Number(key) + 1) : key),
    value: child,
  }))
}

function isPlainList(value: object): value is unknown[] {
  return Array.isArray(value) && value.every((item) => typeof item !== 'object' || item === null)
}

function joinPath(path: string, key: string): string {
  if (path.length >= MAX_PATH) return path
  return path === '' ? key : `${path}.${key}`
}

function writeScalar(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (Array.isArray(value)) return value.map(writeScalar).filter(Boolean).join(', ')
  return cleanText(String(value)).trim()
}
