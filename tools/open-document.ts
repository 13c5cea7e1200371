import { tool } from '@langchain/core/tools'
import { z } from 'zod'
import type { ItemRecord, ItemStore } from '../src/ports/store.ts'
import { type BuiltInTool, describeTool, LOOKS_ONLY } from './describe-tool.ts'
import { MendableError } from './mendable-error.ts'
import { createFindByLocation, type FindByLocation, type LocationPorts } from './reading/find-by-location.ts'
import { permittedItems } from './reading/permitted-items.ts'
import { contextOf } from './tool-context.ts'
import { succeed } from './tool-output.ts'

const DESCRIPTION = `Opens an ingested document and returns the text around a passage: give the item number of a search \
result or citation, or the location (path or address) of a document, with words to find the place.`

const schema = z.strictObject({
  item: z.int().min(1).optional().describe('Item number of the passage'),
  location: z.string().trim().min(1).max(2_000).optional().describe('Path or address, as a citation shows it'),
  about: z.string().trim().min(1).max(300).optional().describe('With a location: what to look for in it'),
  passages: z.int().min(1).max(8).default(3).describe('Passages to add before and after'),
})

export interface OpenDocumentOptions extends LocationPorts {
  readonly items: Pick<ItemStore, 'get' | 'neighbours'>
}

/** Reads on in a document that every reader of the reply may read. */
export function createOpenDocument(options: OpenDocumentOptions): BuiltInTool {
  const { items } = options
  const findByLocation = createFindByLocation(options)
  const runnable = tool(
    async (given: z.output<typeof schema>, config) => {
      const { audience } = contextOf(config)
      const signal = config.signal ?? new AbortController().signal
      const [centre] = permittedItems(
        await findCentre(given, items, () => findByLocation({ ...given, audience }, signal)),
        audience,
      )
      // Whether it is not there or not for these readers is not told: that alone would tell something.
      if (centre === undefined) throw notFound()
      const around = permittedItems(await items.neighbours(centre.key, given.passages), audience)
      return succeed(renderPassages(around.length === 0 ? [centre] : around), centre.location)
    },
    { name: 'open_document', description: DESCRIPTION, schema },
  )
  return describeTool({
    title: 'Open a document',
    examples: [
      'Open the document behind citation 2.',
      'Show me what comes before and after that passage.',
      'Read the section on refunds in terms.md.',
      '出典2の文書を開いて',
      'その引用の前後を見せて',
      '規約.pdf の返金の章を読んで',
    ],
    effects: LOOKS_ONLY,
    schema,
    runnable,
  })
}

async function findCentre(
  { item, location }: z.output<typeof schema>,
  items: Pick<ItemStore, 'get'>,
  find: () => ReturnType<FindByLocation>,
): Promise<readonly ItemRecord[]> {
  if (item !== undefined) return items.get([item])
  if (location !== undefined) return find()
  throw new MendableError({ en: "Give an 'item' or a 'location'.", ja: 'item または location を指定してください。' })
}

function renderPassages(records: readonly ItemRecord[]): string {
  const [first] = records
  const passages = records.map(({ key, title, text }) => `[item ${key}] ${title}\n${text}`)
  return [first?.location ?? '', ...passages].join('\n\n')
}

function notFound(): MendableError {
  return new MendableError({
    en: 'There is no such document. Search for it first and give the item number of a result.',
    ja: 'その文書は見つかりません。先に検索し、結果の item 番号を指定してください。',
  })
}
