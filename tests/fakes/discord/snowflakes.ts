/** Milliseconds at which Discord's time begins: 2015. */
const EPOCH = 1_420_070_400_000n

/** Ids that are moments (https://discord.com/developers/docs/reference#snowflakes): unique, and in the order of time. */
export interface Snowflakes {
  /** @param at epoch milliseconds; now by default, after every id that was ever made for now */
  next(at?: number): string
}

export function createSnowflakes(): Snowflakes {
  let last = 0n
  let past = 0n
  return {
    next(at) {
      if (at !== undefined) return String(((BigInt(Math.round(at)) - EPOCH) << 22n) | (past++ & 0x3f_ffffn))
      const now = (BigInt(Date.now()) - EPOCH) << 22n
      last = now > last ? now : last + 1n
      return String(last)
    },
  }
}

/** Epoch milliseconds of an id. */
export const momentOf = (id: string): number => Number((BigInt(id) >> 22n) + EPOCH)

export const isSnowflake = (text: string): boolean => /^\d{1,20}$/.test(text)

/** Below zero where the first is older. */
export function compareIds(first: string, second: string): number {
  const difference = BigInt(first) - BigInt(second)
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

/** Which of so many shards hears of a guild (https://discord.com/developers/docs/events/gateway#sharding). */
export const shardOf = (guildId: string, shards: number): number => Number((BigInt(guildId) >> 22n) % BigInt(shards))
