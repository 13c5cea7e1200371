import { posix } from 'node:path'
import { findElements, readXmlPart } from './parse-xml.ts'
import type { ZipArchive } from './read-zip.ts'

/** A link from one part of an office document to another. */
export interface Relation {
  /** Last segment of the type's address, such as `notesSlide`. */
  readonly type: string
  /** Name of the part inside the archive. */
  readonly target: string
}

/** The inner relations of a part by id. External ones, which point outside the file, are left out. */
export async function readRelations(archive: ZipArchive, part: string): Promise<ReadonlyMap<string, Relation>> {
  const root = await readXmlPart(archive, posix.join(posix.dirname(part), '_rels', `${posix.basename(part)}.rels`))
  const relations = new Map<string, Relation>()
  for (const element of root === undefined ? [] : findElements(root, 'Relationship')) {
    const target = element.getAttribute('Target') ?? ''
    if (element.getAttribute('TargetMode') === 'External' || target === '') continue
    relations.set(element.getAttribute('Id') ?? '', {
      type: (element.getAttribute('Type') ?? '').split('/').at(-1) ?? '',
      target: target.startsWith('/') ? target.slice(1) : posix.join(posix.dirname(part), target),
    })
  }
  return relations
}
