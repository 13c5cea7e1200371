import { Buffer } from 'node:buffer'
import { numberOf } from './methods/method.ts'
import { SlackRefusal, textOf, type WireObject } from './wire.ts'

export interface Page<Item> {
  readonly items: readonly Item[]
  /** Empty on the last page. */
  readonly nextCursor: string
}

/**
 * Takes the page of a list that a call asks for (https://docs.slack.dev/apis/web-api/pagination). A page can hold fewer
 * than were asked for although more follow, as Slack's can.
 * @param limits `most` per page; `usual` where the call does not say
 * @throws SlackRefusal `invalid_cursor`, `invalid_limit`
 */
export function takePage<Item>(
  all: readonly Item[],
  parameters: WireObject,
  limits: { readonly usual: number; readonly most: number },
): Page<Item> {
  const limit = numberOf(parameters.limit) ?? limits.usual
  if (limit < 1 || limit > limits.most) throw new SlackRefusal('invalid_limit')
  const from = readCursor(textOf(parameters.cursor))
  const items = all.slice(from, from + limit)
  const next = from + items.length
  return { items, nextCursor: next < all.length ? Buffer.from(`next:${next}`).toString('base64') : '' }
}

function readCursor(cursor: string): number {
  if (cursor === '') return 0
  const [, position] = /^next:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString('utf8')) ?? []
  if (position === undefined) throw new SlackRefusal('invalid_cursor')
  return Number(position)
}
