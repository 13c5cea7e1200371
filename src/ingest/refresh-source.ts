import type { Source } from '../domain/document.ts'
import type { IngestRun } from './ingest-run.ts'
import { refreshFolder } from './refresh-folder.ts'
import { refreshFile, refreshPage } from './refresh-single.ts'

/** Brings one source up to date as a whole. Resumable: what is done already is recognised by its hash. */
export async function refreshSource(source: Source, run: IngestRun): Promise<void> {
  // It may have been removed while this waited for its turn.
  if ((await run.store.sources.find(source.id)) === undefined) return
  switch (source.kind) {
    case 'folder':
    case 'handbook':
      return refreshFolder(source, run)
    case 'file':
      return refreshFile(source, run)
    case 'url':
      return refreshPage(source, run)
    case 'channel':
      // Surfaces keep their channels up to date themselves.
      return
  }
}
