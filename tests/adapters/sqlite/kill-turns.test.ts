import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openSqliteStore } from '../../../src/adapters/sqlite/open-sqlite-store.ts'
import type { Store } from '../../../src/ports/store.ts'
import { EVERYTHING, sweepAll } from '../../contracts/store-contract-samples.ts'
import { seededRandom } from '../../fakes/seeded-random.ts'
import { fileItemsOf, THREAD } from '../../fixtures/store-script.ts'
import { startScript } from './child-process.ts'
import { createTemporaryFolder } from './temporary-folder.ts'

const ROUNDS = 4
const PAGES = fileItemsOf('any').length

describe('a process killed while people write, edit and delete', () => {
  it('keeps what it acknowledged, forgets what it said is gone, and leaves no file by half', async () => {
    const random = seededRandom(33)
    const { folder, remove } = await createTemporaryFolder()
    onTestFinished(remove)
    const acknowledged: string[] = []

    for (let round = 0; round < ROUNDS; round += 1) {
      const writer = startScript('turn-writer.ts', folder, `${round}`)
      try {
        await writer.printed(5 + Math.floor(random() * 40))
        await wait(random() * 30)
      } finally {
        await writer.kill()
      }
      acknowledged.push(...writer.lines)

      const store = await openSqliteStore({ folder, mode: 'write' })
      try {
        await expectAcknowledged(store, acknowledged)
        await expectWholeTurns(store)
        await sweepAll(store, 1_000)
        await expectAcknowledged(store, acknowledged)
        await expectWholeTurns(store)
      } finally {
        await store.close()
      }
    }
  }, 60_000)
})

async function expectAcknowledged(store: Store, acknowledged: readonly string[]): Promise<void> {
  const named = (kind: string) =>
    acknowledged.flatMap((line) => (line.startsWith(`${kind} `) ? line.slice(kind.length + 1) : []))
  const turns = new Map((await store.conversations.listTurns(THREAD.id, 100_000)).map((turn) => [turn.id, turn]))
  const removed = new Set(named('removed'))
  // What was to be removed when the process was killed may be gone or not.
  const isKept = (name: string) => turns.has(name) || isCandidate(name)

  expect([...removed].filter((name) => turns.has(name))).toEqual([])
  expect(named('remembered').filter((name) => !removed.has(name) && !isKept(name))).toEqual([])
  expect(named('revised').filter((name) => turns.has(name) && turns.get(name)?.text !== `Edited ${name}`)).toEqual([])
  const counts = await countPages(store)
  expect(named('attached').filter((name) => turns.has(name) && counts.get(name) !== PAGES)).toEqual([])
  for (const messageId of named('replied')) {
    expect(await store.replies.find({ ...THREAD, messageId })).toMatchObject({ turnId: messageId })
  }
}

/** Whether the writer removes this turn sooner or later. */
function isCandidate(name: string): boolean {
  return Number(name.split('-').at(-1)) % 3 !== 2
}

async function expectWholeTurns(store: Store): Promise<void> {
  const turns = await store.conversations.listTurns(THREAD.id, 100_000)
  const headers = await store.items.listHeaders(EVERYTHING)
  const records = await store.items.get(headers.map(({ key }) => key))
  const own = records.filter(({ namespace }) => namespace === 'history').map(({ text }) => text)
  const counts = await countPages(store)
  const ids = new Set(turns.map(({ id }) => id))

  // A turn and its item say the same, before and after an edit.
  expect(own.sort()).toEqual(turns.map(({ text }) => text).sort())
  expect([...counts].filter(([name, count]) => !ids.has(name) || count !== PAGES)).toEqual([])
  expect(await store.items.count()).toBe(records.length)
}

/** Pages of attached files by the turn that they came with. */
async function countPages(store: Store): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>()
  for (const { title } of await store.items.listOfThread(THREAD.id, 'knowledge', 1_000_000)) {
    counts.set(title, (counts.get(title) ?? 0) + 1)
  }
  return counts
}
