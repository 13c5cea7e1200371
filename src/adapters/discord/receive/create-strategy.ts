import { setTimeout as sleep } from 'node:timers/promises'
import { type IShardingStrategy, SimpleShardingStrategy, WebSocketShardStatus } from 'discord.js'
import { withDeadline } from '../../../domain/with-deadline.ts'

type Manager = ConstructorParameters<typeof SimpleShardingStrategy>[0]

/** The longest that opening a socket takes, in milliseconds. */
const HANDSHAKE_MS = 8_000
const LOOK_MS = 20
/** The longest that Discord is waited for to say goodbye. */
const CLOSE_MS = 1_000

/**
 * How discord.js holds the connections to the gateway: all in this process, as it does by itself, except for how they end.
 * A connection that is broken off while it waits to be opened again would open all the same, and live on where nobody can
 * reach it. One that is broken off while it is being opened would, when that fails, end the process.
 * @param isGreeted whether Discord has said hello over the socket that a shard has now
 */
export function createStrategy(manager: Manager, isGreeted: (shard: number) => boolean): IShardingStrategy {
  const inner = new SimpleShardingStrategy(manager)
  let isOver = true

  const { retrieveSessionInfo } = manager.options
  manager.options.handshakeTimeout = HANDSHAKE_MS
  // Asked for before every attempt, which goes no further then.
  manager.options.retrieveSessionInfo = (shard) => (isOver ? new Promise(() => {}) : retrieveSessionInfo(shard))

  async function isOpening(): Promise<boolean> {
    const statuses = await inner.fetchStatus()
    return statuses.some((status, shard) => status === WebSocketShardStatus.Connecting && !isGreeted(shard))
  }

  return {
    spawn(shards) {
      // Before it begins, discord.js ends what there is.
      isOver = false
      return inner.spawn(shards)
    },
    connect: () => inner.connect(),
    send: (shard, payload) => inner.send(shard, payload),
    fetchStatus: () => inner.fetchStatus(),
    async destroy(options) {
      isOver = true
      for (let waited = 0; waited < HANDSHAKE_MS + 1_000 && (await isOpening()); waited += LOOK_MS) await sleep(LOOK_MS)
      // Broken off while it waits for something, a connection never says that it is closed.
      const limits = { signal: new AbortController().signal, timeoutMs: CLOSE_MS, what: 'goodbye of the gateway' }
      await withDeadline(limits, () => inner.destroy(options)).catch(() => {})
    },
  }
}
