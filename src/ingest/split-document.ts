import type { Chunk } from '../domain/document.ts'
import type { LoadedDocument } from '../ports/document-loader.ts'
import { locatePassage } from './locate-passage.ts'
import { groupSections } from './split-groups.ts'
import { packPieces } from './split-packing.ts'
import { listSections } from './split-sections.ts'
import { composeTitle } from './split-titles.ts'

export interface SplitOptions {
  /** Longest chunk in estimated tokens, its title not counted; at least 20. About 350 suits most embedders. */
  readonly maxTokens: number
  /** How much of a cut paragraph's end is repeated at the start of the next chunk; a third of the maximum at most. */
  readonly overlapTokens: number
}

/** Cuts a document into chunks along its structure. The same document always gives the same chunks. */
export function splitDocument(document: LoadedDocument, options: SplitOptions): Chunk[] {
  return [...iterateChunks(document, options)]
}

/**
 * As `splitDocument`, one chunk at a time, so that a caller on a shared thread can pause between the chunks of a large
 * document.
 */
export function* iterateChunks(document: LoadedDocument, options: SplitOptions): Generator<Chunk> {
  const maxTokens = Math.max(20, options.maxTokens)
  const overlapTokens = Math.min(Math.max(0, options.overlapTokens), maxTokens / 3)
  let position = 0
  for (const group of groupSections(listSections(document), maxTokens)) {
    for (const passage of packPieces(group.pieces, { maxTokens, overlapTokens })) {
      yield {
        position,
        title: composeTitle(document.title, group.path),
        text: passage.text,
        locator: locatePassage(passage, group.path),
      }
      position += 1
    }
  }
}
