import type { Audience } from '../domain/audience.ts'
import type { OpenedDocument, OpenedPassage, PassageReader } from '../ports/passage-reader.ts'
import type { ItemRecord, ItemStore } from '../ports/store.ts'

export interface PassageReaderPorts {
  readonly items: Pick<ItemStore, 'get' | 'listOfThread' | 'neighbours'>
}

const MOST_AROUND = 50
/** Of a longer conversation, what was said later is opened without what stands around it. */
const MOST_OF_THREAD = 1_000

/** Opens documents and conversations around a passage, for those who may read it. */
export function createPassageReader({ items }: PassageReaderPorts): PassageReader {
  return {
    async open({ key, around }, audience, signal) {
      signal.throwIfAborted()
      // What tools said has keys below 0 and is kept nowhere.
      if (!Number.isSafeInteger(key) || key < 1) return undefined
      const [asked] = await items.get([key])
      // Who may not read the passage that was asked for gets none of those around it.
      if (asked === undefined || !isOpen(asked, audience)) return undefined
      const radius = Math.min(MOST_AROUND, Math.max(0, Math.trunc(around) || 0))
      const found = await readAround(asked, radius + 1)
      return showAround(
        asked,
        found.filter((record) => isOpen(record, audience)),
        radius,
      )
    },
  }

  async function readAround(asked: ItemRecord, radius: number): Promise<readonly ItemRecord[]> {
    if (asked.namespace !== 'history' || asked.threadId === null) return items.neighbours(asked.key, radius)
    const said = await items.listOfThread(asked.threadId, 'history', MOST_OF_THREAD)
    const at = said.findIndex(({ key }) => key === asked.key)
    return at < 0 ? [asked] : said.slice(Math.max(0, at - radius), at + radius + 1)
  }
}

function isOpen({ audience: label, namespace }: ItemRecord, { labels }: Audience): boolean {
  return labels.includes(label) && namespace !== 'tool'
}

/** @param records what may be shown, on each side one more than is shown where there is more */
function showAround(asked: ItemRecord, records: readonly ItemRecord[], radius: number): OpenedDocument | undefined {
  const at = records.findIndex(({ key }) => key === asked.key)
  if (at < 0) return undefined
  return {
    title: titleOfDocument(asked),
    location: asked.location,
    passages: records.slice(Math.max(0, at - radius), at + radius + 1).map(toPassage),
    hasBefore: at > radius,
    hasAfter: records.length > at + radius + 1,
  }
}

function toPassage({ key, namespace, title, text, locator }: ItemRecord): OpenedPassage {
  return { key, namespace, title, text, locator }
}

/** The title of a passage is that of its document, followed by the headings that it stands under. */
function titleOfDocument({ title, locator }: ItemRecord): string {
  const headings = (locator.headings ?? []).map((heading) => ` › ${heading}`).join('')
  const isFollowed = headings !== '' && title.length > headings.length && title.endsWith(headings)
  return isFollowed ? title.slice(0, -headings.length) : title
}
