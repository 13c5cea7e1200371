import { answerTurnId } from '../domain/message.ts'
import type { IndexWriter } from '../index/unified-index.ts'
import type { Forgotten } from '../ports/chat-host.ts'
import type { Clock } from '../ports/clock.ts'
import type { SettingStore, Store, ThreadFilter } from '../ports/store.ts'

/** What forgetting needs of the world. */
export interface ForgetPorts {
  readonly store: Pick<Store, 'conversations' | 'settings'>
  readonly writer: Pick<IndexWriter, 'detach'>
  readonly clock: Pick<Clock, 'now'>
}

/** Turns and threads taken at a time, so that nothing else waits long. */
const AT_A_TIME = 100

/** Forgets messages with their answers. What is gone from the store is gone from the index in the same breath. */
export async function forgetTurns(turnIds: readonly string[], { store, writer }: ForgetPorts): Promise<Forgotten> {
  let turns = 0
  for (let start = 0; start < turnIds.length; start += AT_A_TIME) {
    const ids = turnIds.slice(start, start + AT_A_TIME).flatMap((id) => [id, answerTurnId(id)])
    turns += (await Promise.all(ids.map((id) => store.conversations.findTurn(id)))).filter(Boolean).length
    writer.detach(await store.conversations.removeTurns(ids))
  }
  return { turns }
}

export async function forgetThread(threadId: string, { store, writer }: ForgetPorts): Promise<Forgotten> {
  const turns = await store.conversations.listTurns(threadId, Number.MAX_SAFE_INTEGER)
  writer.detach(await store.conversations.removeThread(threadId))
  return { turns: turns.length }
}

export async function forgetChannel(
  channel: { readonly surface: string; readonly workspace: string; readonly channel: string },
  ports: ForgetPorts,
): Promise<Forgotten> {
  return forgetThreads({ kind: 'channel', ...channel }, ports)
}

/** Forgets every channel of a workspace. */
export async function forgetWorkspace(
  workspace: { readonly surface: string; readonly workspace: string },
  ports: ForgetPorts,
): Promise<Forgotten> {
  let turns = 0
  for (;;) {
    // Always the first page: what was on it is gone by the next.
    const channels = await ports.store.conversations.listChannels(workspace, { after: '', limit: AT_A_TIME })
    if (channels.length === 0) return { turns }
    for (const channel of channels) turns += (await forgetChannel({ ...workspace, channel }, ports)).turns
  }
}

/**
 * Forgets everything that a person wrote, the answers to it, and what the person thought of answers. What others wrote in
 * the same threads stays theirs.
 */
export async function forgetAuthor(authorId: string, ports: ForgetPorts): Promise<Forgotten> {
  // First, so that nothing older comes in meanwhile.
  await ports.store.settings.set(settingOf(authorId), String(ports.clock.now()))
  let turns = 0
  for (;;) {
    const own = await ports.store.conversations.listTurnsOf(authorId, AT_A_TIME)
    if (own.length === 0) break
    turns += (
      await forgetTurns(
        own.map(({ id }) => id),
        ports,
      )
    ).turns
  }
  await ports.store.conversations.removeFeedbackOf(authorId)
  return { turns }
}

async function forgetThreads(filter: ThreadFilter, ports: ForgetPorts): Promise<Forgotten> {
  let turns = 0
  for (;;) {
    // Always the first page: what was on it is gone by the next.
    const ids = await ports.store.conversations.listThreadIds(filter, { after: '', limit: AT_A_TIME })
    if (ids.length === 0) return { turns }
    for (const id of ids) turns += (await forgetThread(id, ports)).turns
  }
}

/** Epoch milliseconds of the last time when an author wanted everything forgotten; 0 for never. */
export async function forgottenUntil(authorId: string, settings: Pick<SettingStore, 'get'>): Promise<number> {
  return Number((await settings.get(settingOf(authorId))) ?? 0)
}

function settingOf(authorId: string): string {
  return `forgotten:${authorId}`
}
