import { KikuError } from '../../src/domain/errors.ts'
import type { Block, DocumentLoader } from '../../src/ports/document-loader.ts'

export interface TextLoader extends DocumentLoader {
  /** Locations in the order in which they were read. */
  readonly loaded: string[]
  /** Runs before a document is read; may wait, throw or give up. */
  beforeLoad: (location: string) => Promise<void>
}

/**
 * Reads `.md` and `.txt`: each paragraph is a block, `# ` opens a heading. A text that contains `<broken>`, `<binary>`
 * or `<locked>` fails as such a file would.
 */
export function createTextLoader(): TextLoader {
  const loader: TextLoader = {
    loaded: [],
    beforeLoad: async () => {},
    accepts: (location) => /\.(md|txt)$/.test(location),
    async load({ location, bytes }, signal) {
      await loader.beforeLoad(location)
      signal.throwIfAborted()
      loader.loaded.push(location)
      const text = new TextDecoder().decode(bytes)
      if (text.includes('<broken>')) throw new KikuError('document-unreadable', `${location} is damaged.`)
      if (text.includes('<binary>')) throw new KikuError('document-unsupported', `${location} is no text.`)
      if (text.includes('<locked>')) throw new KikuError('document-encrypted', `${location} has a password.`)
      const blocks = text.split(/\n{2,}/).filter((paragraph) => paragraph.trim() !== '')
      return { title: location.split('/').at(-1) ?? location, mediaType: 'text/plain', blocks: blocks.map(toBlock) }
    },
    async close() {},
  }
  return loader
}

function toBlock(paragraph: string): Block {
  if (paragraph.startsWith('# ')) return { kind: 'heading', level: 1, text: paragraph.slice(2), locator: {} }
  return { kind: 'paragraph', text: paragraph, locator: {} }
}
