import { z } from 'zod'
import type { Packet } from '../directory/packet.ts'

const dispatchSchema = z.object({ t: z.string(), d: z.unknown() })

/** @returns undefined for what says nothing */
export function readDispatch(raw: unknown, shard: number): Packet | undefined {
  const dispatch = dispatchSchema.safeParse(raw).data
  return dispatch && { type: dispatch.t, data: dispatch.d, shard }
}
