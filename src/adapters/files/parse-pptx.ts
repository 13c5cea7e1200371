import type { Block } from '../../ports/document-loader.ts'
import { flattenText } from './clean-text.ts'
import { findElements, readCoreTitle, readXmlPart } from './parse-xml.ts'
import { headingBlock, type ParsedDocument, type ParseInput } from './parsed-document.ts'
import { unreadable } from './read-failure.ts'
import { type Relation, readRelations } from './read-relations.ts'
import { readSlide } from './read-slide.ts'
import { openZip, type ZipArchive } from './read-zip.ts'

/**
 * Reads presentations slide by slide in the order shown, with grouped shapes, tables, diagrams and speaker notes.
 *
 * LangChain's PPTXLoader gives one text without slide borders, and the library below it loses grouped shapes and
 * numbers slides by file name, hence the parts are read here.
 */
export async function parsePptx(input: ParseInput): Promise<ParsedDocument> {
  const archive = openZip(input.bytes)
  const slides = await listSlides(archive)
  const blocks: Block[] = []
  for (const [at, part] of slides.entries()) blocks.push(...(await slideBlocks(archive, part, at + 1)))
  const firstTitle = blocks.find((block) => block.kind === 'heading' && block.locator.page === 1)?.text
  const title = (await readCoreTitle(archive)) ?? (firstTitle === slideName(1) ? undefined : firstTitle)
  return { title, blocks }
}

/** Parts of the slides in the order in which they are shown. */
async function listSlides(archive: ZipArchive): Promise<string[]> {
  const presentation = await readXmlPart(archive, 'ppt/presentation.xml')
  if (presentation === undefined) throw unreadable('a presentation')
  const relations = await readRelations(archive, 'ppt/presentation.xml')
  const targets = findElements(presentation, 'p:sldId').map((slide) => relations.get(slide.getAttribute('r:id') ?? ''))
  const parts = targets.flatMap((relation) => (relation === undefined ? [] : [relation.target]))
  // Each once: a slide that is named a million times is an attack.
  if (parts.length > 0) return [...new Set(parts)].filter((part) => archive.names.has(part))
  const numbered = [...archive.names].filter((name) => /^ppt\/slides\/slide\d+\.xml$/.test(name))
  return numbered.toSorted((left, right) => left.localeCompare(right, 'en', { numeric: true }))
}

async function slideBlocks(archive: ZipArchive, part: string, page: number): Promise<Block[]> {
  const slide = await readXmlPart(archive, part)
  if (slide === undefined) return []
  const { title, blocks } = readSlide(slide, { page })
  const extras = await extraBlocks(archive, await readRelations(archive, part), page)
  const content = [...blocks, ...extras]
  if (title === '' && content.length === 0) return []
  return [...headingBlock(title === '' ? slideName(page) : title, 1, { page }), ...content]
}

// Without a heading of its own, an untitled slide would pass for a part of the one before it.
function slideName(page: number): string {
  return `Slide ${page}`
}

async function extraBlocks(
  archive: ZipArchive,
  relations: ReadonlyMap<string, Relation>,
  page: number,
): Promise<Block[]> {
  const blocks: Block[] = []
  for (const { type, target } of relations.values()) {
    if (type !== 'diagramData' && type !== 'notesSlide') continue
    const part = await readXmlPart(archive, target)
    if (part === undefined) continue
    if (type === 'notesSlide') blocks.push(...readSlide(part, { page }, 'notes').blocks)
    else
      blocks.push(
        ...diagramBlock(
          findElements(part, 'a:p').map((text) => flattenText(text.textContent ?? '')),
          page,
        ),
      )
  }
  return blocks
}

function diagramBlock(texts: readonly string[], page: number): Block[] {
  const lines = texts.filter((text) => text !== '').map((text) => `- ${text}`)
  return lines.length === 0 ? [] : [{ kind: 'list', text: lines.join('\n'), locator: { page } }]
}
