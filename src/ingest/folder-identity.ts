import type { Source } from '../domain/document.ts'
import type { IngestPorts } from './ingestor.ts'

type IdentityPorts = Pick<IngestPorts, 'store' | 'files'>

/** Remembers which folder was read, so that the bare mount point of a missing drive is not taken for it. */
export async function rememberFolder(source: Source, { store, files }: IdentityPorts): Promise<void> {
  const identity = await identify(source, files)
  if (identity === undefined || identity === (await store.settings.get(settingName(source)))) return
  await store.settings.set(settingName(source), identity)
}

/** Whether what lies at the location is the very folder that was read last. */
export async function folderHolds(source: Source, { store, files }: IdentityPorts): Promise<boolean> {
  const identity = await identify(source, files)
  return identity !== undefined && identity === (await store.settings.get(settingName(source)))
}

async function identify(source: Source, files: IdentityPorts['files']): Promise<string | undefined> {
  const facts = await files.stat(source.location, { followLinks: true })
  return facts.kind === 'folder' ? facts.identity : undefined
}

function settingName(source: Source): string {
  return `folder-identity:${source.id}`
}
