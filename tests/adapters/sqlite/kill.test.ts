import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openSqliteStore } from '../../../src/adapters/sqlite/open-sqlite-store.ts'
import type { Store } from '../../../src/ports/store.ts'
import { EVERYTHING } from '../../contracts/store-contract-samples.ts'
import { seededRandom } from '../../fakes/seeded-random.ts'
import { itemsOf, messageOf, turnOf } from '../../fixtures/store-script.ts'
import { type ScriptProcess, startScript } from './child-process.ts'
import { createTemporaryFolder } from './temporary-folder.ts'

const ROUNDS = 5

describe('a process killed while it ingests and answers', () => {
  it('loses nothing that it acknowledged and leaves nothing by half', async () => {
    const random = seededRandom(20)
    const { folder, remove } = await createTemporaryFolder()
    onTestFinished(remove)
    const acknowledged: string[] = []

    for (let round = 0; round < ROUNDS; round += 1) {
      const writer = startScript('store-writer.ts', folder, `${round}`)
      await killAfter(writer, 5 + Math.floor(random() * 60), random() * 30)
      acknowledged.push(...writer.lines)

      // Opening for writing at once shows that the lock went with the process.
      const store = await openSqliteStore({ folder, mode: 'write' })
      try {
        await expectEverything(store, acknowledged)
        await expectWholeDocuments(store)
        await sweepDrafts(store)
        await expectEverything(store, acknowledged)
      } finally {
        await store.close()
      }
    }
  }, 60_000)
})

async function killAfter(writer: ScriptProcess, lines: number, delayMs: number): Promise<void> {
  try {
    await writer.printed(lines)
    await wait(delayMs)
  } finally {
    await writer.kill()
  }
}

async function expectEverything(store: Store, acknowledged: readonly string[]): Promise<void> {
  const names = (kind: string) =>
    acknowledged.filter((line) => line.startsWith(`${kind} `)).map((line) => line.split(' '))
  const turns = await store.conversations.listTurns('thread', 100_000)
  const documents = await store.documents.list('source')
  const turnIds = new Set(turns.map(({ id }) => id))
  // The last acknowledged revision of each place, or a newer one that was committed but not acknowledged any more.
  const revisions = new Map(names('committed').map(([, place, name]) => [`/data/${place}`, name ?? '']))
  const found = new Map(documents.map(({ location, contentHash }) => [location, contentHash]))

  expect(names('remembered').filter(([, name]) => !turnIds.has(turnOf(name ?? '').id))).toEqual([])
  expect([...revisions].filter(([location, name]) => !isSameOrNewer(found.get(location), name))).toEqual([])
  for (const [, name = ''] of names('admitted')) {
    expect(await store.inbox.admit(messageOf(name))).toBe('duplicate')
  }
  const unsettled = new Set((await store.inbox.listUnsettled(0)).map(({ id }) => id))
  expect(names('settled').filter(([, name = '']) => unsettled.has(name))).toEqual([])
}

function isSameOrNewer(found: string | undefined, acknowledged: string): boolean {
  const numberOf = (name: string) => Number(name.split('-').at(-1))
  return found !== undefined && (found === acknowledged || numberOf(found) === numberOf(acknowledged) + 1)
}

async function expectWholeDocuments(store: Store): Promise<void> {
  const headers = await store.items.listHeaders(EVERYTHING)
  const records = await store.items.get(headers.map(({ key }) => key))
  const counts = new Map<string, number>()
  for (const { documentId, title } of records) {
    if (documentId !== null) counts.set(title, (counts.get(title) ?? 0) + 1)
  }
  const documents = await store.documents.list('source')
  const turns = await store.conversations.listTurns('thread', 100_000)
  const vectors = await store.vectors.list('qa', EVERYTHING)

  expect(documents.map(({ title }) => [title, counts.get(title)])).toEqual(
    documents.map(({ title, byteSize }) => [title, byteSize]),
  )
  expect(counts.size).toBe(documents.length)
  expect(documents.filter(({ title, byteSize }) => itemsOf(title).length !== byteSize)).toEqual([])
  expect(records.filter(({ documentId }) => documentId === null)).toHaveLength(turns.length)
  expect(vectors).toHaveLength(records.length - turns.length)
  expect(await store.items.count()).toBe(records.length)
}

async function sweepDrafts(store: Store): Promise<void> {
  while ((await store.documents.sweep(1_000)) > 0);

  expect(await store.documents.sweep(1_000)).toBe(0)
  await expectWholeDocuments(store)
}
