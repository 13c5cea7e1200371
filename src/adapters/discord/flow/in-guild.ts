import { z } from 'zod'
import { DIRECT } from '../discord-ids.ts'

/** A message as it is asked for; `readMessage` looks closer. */
export const AnyMessage = z.looseObject({ id: z.string() })

/** The same message with its server, which Discord tells with those that arrive, not with those that are asked for. */
export function inGuild(message: z.infer<typeof AnyMessage>, guild: string): object {
  return guild === DIRECT ? message : { ...message, guild_id: guild }
}
