import { createHash } from 'node:crypto'

/** What models take as the name of a tool. */
const MOST = 64
const HASH = 12
const HASHED = new RegExp(`_[0-9a-f]{${HASH}}$`)

/**
 * The id of a server's tool: `<server>__<tool>`, in letters, digits, `_` and `-`. The first `__` ends the server and nothing
 * that is plain ends like a hash, so no two tools have one plain id; all others are told apart by a part of their hash. An id
 * never depends on what else is offered.
 * @param server as the configuration allows: letters, digits, `_` and `-`, at most 40
 */
export function toolId(server: string, name: string): string {
  const whole = `${server}__${name}`
  const id = whole.replace(/[^A-Za-z0-9_-]+/g, '_')
  const isPlain = id === whole && id.length <= MOST && id.indexOf('__') === server.length && !HASHED.test(id)
  if (isPlain) return id
  const hash = createHash('sha256')
    .update(JSON.stringify([server, name]))
    .digest('hex')
    .slice(0, HASH)
  return `${id.slice(0, MOST - HASH - 1)}_${hash}`
}
