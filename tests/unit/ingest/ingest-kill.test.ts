import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSqliteStore } from '../../../src/adapters/sqlite/open-sqlite-store.ts'

const DOCUMENTS = 60
const CHUNKS = 10
const CHILD = fileURLToPath(new URL('./ingest-in-child.ts', import.meta.url))

describe('a kill in the middle of ingestion', () => {
  let root: string

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'kiku-kill-'))
    await mkdir(join(root, 'docs'))
    for (let number = 0; number < DOCUMENTS; number += 1) {
      const sections = Array.from({ length: CHUNKS }, (_, part) =>
        `# ${part}\n\n文書${number}の第${part}節。`.padEnd(900, ' x'),
      )
      await writeFile(join(root, 'docs', `${number}.md`), sections.join('\n\n'))
    }
  })
  afterEach(() => rm(root, { recursive: true, force: true }))

  it('loses nothing that was reported and leaves no half document; the next run goes on', {
    timeout: 60_000,
  }, async () => {
    const reported = new Set<string>()

    for (const lines of [5, 25]) {
      for (const line of await ingestUntil(lines)) {
        const [outcome, location] = line.split(' ')
        if (outcome === 'added' && location !== undefined) reported.add(location)
      }
      const stored = await readWholeDocuments()
      expect([...reported].filter((location) => !stored.has(location))).toEqual([])
      expect([...new Set(stored.values())]).toEqual([CHUNKS])
    }
    const lines = await ingestUntil(Number.POSITIVE_INFINITY)

    const report: unknown = JSON.parse(lines.at(-1) ?? '')
    expect(report).toMatchObject({ removed: 0, updated: 0, failures: [] })
    expect(lines.filter((line) => line.startsWith('unchanged')).length).toBeGreaterThanOrEqual(reported.size)
    expect((await readWholeDocuments()).size).toBe(DOCUMENTS)
  })

  /** Runs the child and kills it after so many lines. @returns what it said */
  async function ingestUntil(count: number): Promise<string[]> {
    const child = spawn(process.execPath, ['--import', 'tsx', CHILD, join(root, 'docs'), join(root, 'data')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const exited = new Promise((resolve) => child.on('exit', resolve))
    const lines: string[] = []
    try {
      for await (const line of createInterface({ input: child.stdout })) {
        if (lines.push(line) >= count) child.kill('SIGKILL')
      }
    } finally {
      child.kill('SIGKILL')
      await exited
    }
    return lines
  }

  /** Number of visible items of each document, by location. */
  async function readWholeDocuments(): Promise<Map<string, number>> {
    const store = await openSqliteStore({ folder: join(root, 'data'), mode: 'write' })
    try {
      const [source] = await store.sources.list()
      const documents = await store.documents.list(source?.id ?? '')
      const headers = await store.items.listHeaders({ after: 0, limit: 10_000 })
      const items = await store.items.get(headers.map(({ key }) => key))
      const counts = new Map(documents.map(({ location }) => [location, 0]))
      for (const { location } of items) counts.set(location, (counts.get(location) ?? Number.NaN) + 1)
      return counts
    } finally {
      await store.close()
    }
  }
})
