import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readChunks } from '../corpus/corpus.ts'

/** Sections of one file. */
const SECTIONS = 25

const FILES_PER_FOLDER = 200

export interface WrittenFolder {
  readonly folder: string
  readonly files: number
  readonly bytes: number
}

/** Writes the corpus as Markdown files with headings, for reading them in again. */
export async function writeFolder({
  work,
  name,
  most,
}: {
  readonly work: string
  readonly name: string
  /** Chunks at most. */
  readonly most: number
}): Promise<WrittenFolder> {
  const chunks = (await readChunks(work)).slice(0, most)
  const folder = join(work, name)
  let bytes = 0
  let files = 0
  for (let at = 0; at < chunks.length; at += SECTIONS, files += 1) {
    const within = join(folder, String(Math.floor(files / FILES_PER_FOLDER)))
    await mkdir(within, { recursive: true })
    const sections = chunks
      .slice(at, at + SECTIONS)
      .map(({ title, text }, place) => `## ${title} ${at + place}\n\n${text}\n`)
    const content = `# File ${files}\n\n${sections.join('\n')}`
    bytes += Buffer.byteLength(content)
    await writeFile(join(within, `${files}.md`), content)
  }
  return { folder, files, bytes }
}
