import { createHash } from 'node:crypto'

/** What models take as the name of a tool. */
const MOST = 64
const HASH = 6

/**
 * The id of a server's tool: `<server>__<tool>`, in letters, digits, `_` and `-`. Names that come to the same thing, or are too
 * long, are told apart by a part of their hash, so that an id never depends on what else is offered.
 */
export function toolId(server: string, name: string): string {
  const plain = `${server}__${name}`
  const id = plain.replace(/[^A-Za-z0-9_-]+/g, '_')
  if (id === plain && id.length <= MOST) return id
  const hash = createHash('sha256').update(plain).digest('hex').slice(0, HASH)
  return `${id.slice(0, MOST - HASH - 1)}_${hash}`
}
