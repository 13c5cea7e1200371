import { isAudienceLabel } from '../domain/audience.ts'
import type { Source } from '../domain/document.ts'
import { KikuError } from '../domain/errors.ts'
import type { IngestPorts, IngestRequest } from './ingestor.ts'

/**
 * Turns what a person typed into sources, each once. Nothing is stored yet.
 * @throws KikuError `misuse` for what is neither a path nor an address, `source-missing` for a path that leads nowhere
 */
export async function proposeSources(request: IngestRequest, ports: IngestPorts): Promise<readonly Source[]> {
  if (!isAudienceLabel(request.audience)) {
    throw new KikuError('misuse', `"${request.audience}" is not an audience.`, {
      remedy: 'Use public, slack:<workspace>, slack:<workspace>:<channel>, person:… or group:<name>.',
    })
  }
  const places = new Map<string, Pick<Source, 'kind' | 'location'>>()
  for (const typed of request.locations) {
    const place = isWebAddress(typed) ? proposePage(typed) : await proposePath(typed, request, ports)
    places.set(place.location, place)
  }
  const addedAt = ports.clock.now()
  return [...places.values()].map((place) => ({ ...place, id: ports.createId(), audience: request.audience, addedAt }))
}

/** Whether a text names something on a server. One letter before the colon is a drive. */
export function isWebAddress(text: string): boolean {
  return /^(?!file:)[a-z][a-z0-9+.-]+:\/\//i.test(text.trim())
}

/** One spelling for one page: without fragment, host in lower case, default port left out. */
export function normaliseAddress(text: string): string | undefined {
  if (!URL.canParse(text.trim())) return undefined
  const url = new URL(text.trim())
  url.hash = ''
  return url.href
}

function proposePage(typed: string): Pick<Source, 'kind' | 'location'> {
  const location = normaliseAddress(typed)
  if (location !== undefined) return { kind: 'url', location }
  throw new KikuError('misuse', `"${typed.slice(0, 200)}" is not a valid web address.`, {
    remedy: 'Check the address; it should look like https://example.com/page.',
  })
}

async function proposePath(
  typed: string,
  request: IngestRequest,
  { files }: IngestPorts,
): Promise<Pick<Source, 'kind' | 'location'>> {
  const location = files.resolve(typed)
  const facts = await files.stat(location, { followLinks: true })
  switch (facts.kind) {
    case 'folder':
      return { kind: request.kind ?? 'folder', location }
    case 'file':
      return { kind: 'file', location }
    case 'other':
      throw new KikuError('misuse', `${location} is neither a file nor a folder.`, {
        remedy: 'Name a file, a folder or a web address.',
      })
    case 'missing':
    case 'unreachable':
      throw new KikuError('source-missing', `There is nothing at ${location}.`, {
        remedy: 'Check the path; a web address starts with https://.',
      })
  }
}
