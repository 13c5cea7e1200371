import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { IngestProgress } from '../../src/kiku.ts'
import { type Journey, NEVER, OFFICE, startJourney } from '../fakes/journey-bench.ts'
import { canMount, mountSmallDisk, type SmallDisk } from '../fakes/journey-disk.ts'

describe.skipIf(!canMount())('a disk in trouble', () => {
  let disk: SmallDisk
  let journey: Journey
  beforeEach(async () => {
    disk = await mountSmallDisk(4)
    journey = await startJourney()
  })
  afterEach(async () => {
    await journey.end()
    await disk.remove()
  })

  it('says so when the disk is read-only, and works again when it is not', async () => {
    const environment = { KIKU_DATA: join(disk.folder, 'data') }
    await journey.run(['ingest', OFFICE], { environment })
    disk.setReadOnly(true)

    const ask = await journey.run(['ask', 'Where is the key of the bicycle cellar?'], { environment })
    const ingest = await journey.run(['ingest', OFFICE], { environment })
    disk.setReadOnly(false)
    const after = await journey.run(['ask', 'Where is the key of the bicycle cellar?'], { environment })

    for (const run of [ask, ingest]) {
      expect(run).toMatchObject({ code: 1, stdout: '' })
      expect(run.stderr).toMatch(/^kiku: Kiku may not write to .*data\. Make the folder writable/)
    }
    expect(after.stdout).toContain('hangs at the reception')
  })

  it('says so when the disk is full, keeps what was acknowledged, and goes on when there is room', async () => {
    const environment = { KIKU_DATA: join(disk.folder, 'data') }
    for (let number = 0; number < 100; number += 1) {
      const words = Array.from({ length: 60 }, (_, place) => `word${number}x${place}`).join(' ')
      await journey.write(
        `archive/${number}.md`,
        `# Paper ${number}\n\n${words}.\n\n${'The archive grows. '.repeat(120)}`,
      )
    }
    await journey.write('printer.md', '# Printer\n\nThe printer stands on the third floor.\n')
    const printer = join(journey.documents, 'printer.md')
    const archive = join(journey.documents, 'archive')
    await journey.run(['ingest', printer], { environment })

    const kiku = await journey.open({ environment })
    const acknowledged: string[] = []
    const onProgress = ({ outcome, location }: IngestProgress) =>
      void (outcome === 'added' && acknowledged.push(location))
    const failure = await kiku
      .ingest({ locations: [archive], audience: 'public' }, onProgress, NEVER)
      .catch((thrown: unknown) => thrown)
    const found = await kiku.search({ text: 'printer', task: 'qa', audience: [], limit: 1 }, NEVER)
    await kiku.close()
    const asked = await journey.run(['ask', 'Where is the printer?'], { environment })
    disk.grow(64)
    const afterwards = await journey.run(['ask', 'Where is the printer?'], { environment })
    const again = await journey.run(['ingest', archive], { environment })

    expect(failure).toMatchObject({ code: 'disk-full' })
    expect(found[0]?.text).toContain('third floor')
    expect(`${asked.stdout}${asked.stderr}`).toMatch(/third floor|^kiku: .* disk .*is full/)
    expect(afterwards.stdout).toContain('third floor')
    expect(acknowledged.length).toBeGreaterThan(0)
    expect(again.stdout).toContain(`Added ${100 - acknowledged.length}, updated 0, unchanged ${acknowledged.length}, `)
  })
})
