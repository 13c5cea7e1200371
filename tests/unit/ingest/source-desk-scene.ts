import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLocalFiles } from '../../../src/adapters/folders/create-local-files.ts'
import { createUploadFolder } from '../../../src/adapters/folders/create-upload-folder.ts'
import { createSourceDesk } from '../../../src/ingest/source-desk.ts'
import type { SourceDeskOptions } from '../../../src/ingest/source-desk-options.ts'
import type { SourceJob } from '../../../src/ports/source-desk.ts'
import { silentTelemetry } from '../../../src/ports/telemetry.ts'
import { createGate } from '../../fakes/gate.ts'
import { NEVER, openIngestBenchOver } from './ingest-bench.ts'

export const PUBLIC = { labels: ['public'] }

/** A desk over a store in memory and a real folder of uploads. */
export async function stageDesk(about: Partial<SourceDeskOptions> = {}) {
  const data = await mkdtemp(join(tmpdir(), 'kiku-desk-'))
  const bench = openIngestBenchOver(createLocalFiles())
  const root = join(data, 'uploads')
  let now = 0
  const options: SourceDeskOptions = {
    ...{ ingestor: bench.ingestor, store: bench.store, telemetry: silentTelemetry },
    uploads: createUploadFolder({ folder: root }),
    accepts: bench.loader.accepts,
    clock: { now: () => (now += 1), elapsed: () => 0 },
    limits: { uploadBytes: 1_000, quietMs: 1 },
    ...about,
  }
  const desk = createSourceDesk(options)
  await desk.start()

  return {
    ...bench,
    desk,
    data,
    root,
    options,
    /** Sends a file. */
    send(name: string, text: string, audience = 'public') {
      return desk.addFile({ name, content: partsOf(text) }, audience, NEVER)
    },
    /** As it is when it has ended. */
    async end(job: SourceJob): Promise<SourceJob> {
      let last = job
      for await (const now of desk.follow(job.id, NEVER)) last = now
      return last
    },
    /** Names of the files kept now. */
    async listKept(): Promise<readonly string[]> {
      const names = await readdir(root, { recursive: true }).catch(() => [])
      return names.filter((name) => name.includes('/')).map((name) => name.split('/').at(-1) ?? '')
    },
    /** Holds up the reading of every document. */
    holdReading() {
      const begun = createGate()
      const gate = createGate()
      bench.loader.beforeLoad = () => {
        begun.open()
        return gate.passed
      }
      return { begun: begun.passed, goOn: gate.open }
    },
    /** As after a kill, over what is stored and kept. */
    restart: () => createSourceDesk({ ...options, uploads: createUploadFolder({ folder: root }) }),
    async close() {
      await desk.close()
      await rm(data, { recursive: true, force: true })
    },
  }
}

export async function* partsOf(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text)
}

export type DeskScene = Awaited<ReturnType<typeof stageDesk>>
