import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { toKikuError } from '../../../domain/errors.ts'
import type { Clock } from '../../../ports/clock.ts'
import type { SettingStore } from '../../../ports/store.ts'
import type { Telemetry } from '../../../ports/telemetry.ts'
import type { DiscordApi, DiscordIdentity } from '../api/discord-api.ts'
import type { DiscordDirectory } from '../directory/directory.ts'
import { compareIds, idAt, timeOf } from '../discord-ids.ts'
import type { ArrivedMessage } from '../receive/arrival.ts'
import type { Names } from '../receive/names.ts'
import { readMessage } from '../receive/read-message.ts'
import { findMissedPlaces } from './find-missed-places.ts'
import { PAGE, readMessages } from './read-history.ts'

/**
 * Finds what people wrote while Kiku was off, or while the gateway had lost its session: Discord does not tell of that
 * later. What was taken in before comes again; the inbox knows it.
 */
export interface CatchUp {
  /** Keeps when Kiku was started for the first time ever. Call it before the gateway opens. Never throws. */
  begin(): Promise<void>
  /** Says that the gateway told of a message. Quick. @param messageId of any channel. @param shard that told of it */
  note(messageId: string, shard?: number): void
  /**
   * Messages since the last one noted, those of a channel the oldest first; at most 15 minutes back, 200 channels and 500
   * messages each. Call it as soon as a session begins, before anything of the session is noted. What cannot be read is
   * left out. @param shard the connection whose session begins; undefined for all. @throws the reason of the signal
   */
  catchUp(signal: AbortSignal, shard?: number): AsyncIterable<ArrivedMessage>
  /** Keeps the last message seen for the next start. */
  stop(): Promise<void>
}

export interface CatchUpOptions {
  readonly api: DiscordApi
  readonly settings: SettingStore
  readonly directory: Pick<DiscordDirectory, 'listGuilds' | 'listReadableChannels'>
  readonly identity: DiscordIdentity
  /** Without them, who names Kiku by its role is not understood. */
  readonly names?: Names
  readonly clock: Clock
  readonly telemetry: Telemetry
  /** Waits between requests. Rejects when the signal aborts. */
  readonly pause?: (ms: number, signal: AbortSignal) => Promise<void>
}

const NAME = 'discord:seen'
const MOST_BACK_MS = 15 * 60_000
/** Channels do not tell in step: one message may come before another one that is older. */
const OVERLAP_MS = 30_000
const WRITE_MS = 5_000
const PAUSE_MS = 250
/** Of one place, each as large as Discord serves. */
const MOST_PAGES = 5

const Id = z.string().regex(/^\d{1,20}$/)

export function createCatchUp(options: CatchUpOptions): CatchUp {
  const { settings, clock, telemetry } = options
  /** The newest messages of this process, by connection. */
  const latest = new Map<number, string>()
  /** From where on the gateway of this process told everything, once that is certain. */
  let since: string | undefined
  let writtenAt = Number.NEGATIVE_INFINITY
  let writing = Promise.resolve()
  let hasBegun = false
  /** Where the messages begin that are still to be caught up with: until that is done, a next process begins there, too. */
  let gap: Promise<string> | undefined

  const complain = (thrown: unknown) => telemetry.warn('discord-seen-not-kept', { code: toKikuError(thrown).code })

  async function readSeen(): Promise<string> {
    // Whoever starts Kiku for the first time wants nothing answered that was asked before.
    return Id.safeParse(await settings.get(NAME)).data ?? idAt(clock.now())
  }

  /** Of all connections that which was told something the longest ago counts: each has what it missed. */
  function findSeen(shard: number | undefined): string | undefined {
    if (!hasBegun) return undefined
    return (shard === undefined ? [...latest.values()].sort(compareIds)[0] : latest.get(shard)) ?? since
  }

  function write(): void {
    const id = [...latest.values()].sort(compareIds).at(-1) ?? since
    if (id === undefined || gap !== undefined || !hasBegun) return
    writtenAt = clock.elapsed()
    writing = writing.then(() => settings.set(NAME, id)).catch(complain)
  }

  async function* read(from: Promise<string>, signal: AbortSignal): AsyncGenerator<ArrivedMessage, void> {
    const begunAt = clock.now()
    const oldest = Math.max(timeOf(await from) - OVERLAP_MS, begunAt - MOST_BACK_MS)
    const counts = { channels: 0, messages: 0 }
    for await (const missed of readMissed(idAt(oldest), options, signal)) {
      counts[missed.kind === 'channel' ? 'channels' : 'messages'] += 1
      if (missed.kind === 'message') yield missed.message
    }
    if (counts.channels > 0) telemetry.info('discord-caught-up', counts)
    // A session that began in between has a gap of its own.
    if (gap === from) gap = undefined
    // With room for clocks that do not agree.
    since ??= idAt(begunAt - 2 * OVERLAP_MS)
    write()
  }

  return {
    async begin() {
      try {
        if ((await settings.get(NAME)) === undefined) await settings.set(NAME, idAt(clock.now()))
      } catch (thrown) {
        complain(thrown)
      }
    },
    note(messageId, shard = 0) {
      if (!Id.safeParse(messageId).success) return
      const known = latest.get(shard)
      if (known === undefined || compareIds(messageId, known) > 0) latest.set(shard, messageId)
      if (clock.elapsed() - writtenAt >= WRITE_MS) write()
    },
    catchUp(signal, shard) {
      const seen = findSeen(shard)
      const begin = () => (seen === undefined ? readSeen() : Promise.resolve(seen))
      // A gap that is not closed yet reaches further back; one whose beginning could not be read is none.
      gap = gap === undefined ? begin() : gap.then(undefined, begin)
      gap.catch(() => {})
      hasBegun = true
      return read(gap, signal)
    },
    async stop() {
      write()
      await writing
    },
  }
}

type Missed = { readonly kind: 'channel' } | { readonly kind: 'message'; readonly message: ArrivedMessage }

async function* readMissed(since: string, options: CatchUpOptions, signal: AbortSignal): AsyncGenerator<Missed, void> {
  const { api, identity, names, telemetry } = options
  const { pause = (ms, ending) => sleep(ms, undefined, { signal: ending }) } = options
  const inPace = () => pause(PAUSE_MS, signal)
  for (const { channelId, guild } of await findMissedPlaces(since, { ...options, inPace }, signal)) {
    signal.throwIfAborted()
    let after = since
    try {
      for (let page = 1; page <= MOST_PAGES; page += 1) {
        const messages = await readMessages(api, { channelId, guild, from: { after }, signal })
        if (page === 1) yield { kind: 'channel' }
        for (const { raw } of messages) {
          const message = readMessage(raw, identity, names)
          if (message !== undefined) yield { kind: 'message', message }
        }
        after = messages.at(-1)?.id ?? after
        if (messages.length < PAGE) break
        if (page < MOST_PAGES) await inPace()
        else telemetry.warn('discord-catch-up-cut', { channel: channelId })
      }
    } catch (thrown) {
      signal.throwIfAborted()
      telemetry.debug('discord-channel-not-caught-up', { channel: channelId, code: toKikuError(thrown).code })
    }
    await inPace()
  }
}
