import type { Snowflakes } from '../snowflakes.ts'
import { compact, type WireObject } from '../wire.ts'

/** A file that somebody sent, or the app. */
export interface DiscordFile {
  readonly id: string
  readonly channelId: string
  readonly filename: string
  readonly contentType: string
  readonly bytes: Uint8Array
  readonly description: string | undefined
  /** Addresses signed before the last renewal are worth nothing any more. */
  signature: number
  readonly manner: FileManner
}

/** How a file is not as it should be. */
export interface FileManner {
  /** Called for every fetch, which waits for it. */
  readonly beforeSent?: () => Promise<void>
  /** Discord leads whoever fetches it elsewhere. */
  readonly redirectTo?: string
  /** Address that is told instead of Discord's. */
  readonly url?: string
}

export interface NewFile extends FileManner {
  readonly filename: string
  readonly contentType?: string
  readonly content: string | Uint8Array
  readonly description?: string
}

/** Discord's store of files (https://discord.com/developers/docs/reference#signed-attachment-cdn-urls). */
export interface Files {
  add(channelId: string, file: NewFile): DiscordFile
  find(id: string): DiscordFile | undefined
  /** Makes every address that was given out so far expire, as a day does. */
  expireAddresses(): void
  wire(file: DiscordFile): WireObject
}

export function createFiles(snowflakes: Snowflakes, baseUrl: () => string): Files {
  const files = new Map<string, DiscordFile>()
  return {
    add(channelId, { filename, contentType = 'text/plain; charset=utf-8', content, description, ...manner }) {
      const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
      const id = snowflakes.next()
      const file = { id, channelId, filename, contentType, bytes, description, signature: 1, manner }
      files.set(id, file)
      return file
    },
    find: (id) => files.get(id),
    expireAddresses() {
      for (const file of files.values()) file.signature += 1
    },
    wire(file) {
      const signed = `?ex=7fffffff&is=65000000&hm=${file.signature}&`
      const path = `/attachments/${file.channelId}/${file.id}/${encodeURIComponent(file.filename)}`
      return compact({
        id: file.id,
        filename: file.filename,
        size: file.bytes.length,
        url: file.manner.url ?? `${baseUrl()}${path}${signed}`,
        proxy_url: `${baseUrl()}${path}${signed}`,
        content_type: file.contentType,
        description: file.description,
        flags: 0,
      })
    },
  }
}
