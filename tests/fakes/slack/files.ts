import { newId } from './envelopes.ts'
import { compact, type WireObject } from './wire.ts'

export interface NewFile {
  readonly name: string
  readonly mediaType?: string
  readonly content?: string | Uint8Array
  /** Says another size than the content has, as a hostile file might. */
  readonly declaredSize?: number
  /** Instead of content: this many bytes are sent, none of them kept. */
  readonly fillerBytes?: number
  readonly mode?: 'hosted' | 'snippet' | 'external'
  /** What happens to a download instead of the content. `stall`: half of it comes, then nothing. */
  readonly fault?:
    | { readonly kind: 'redirect'; readonly to: string }
    | { readonly kind: 'hang' | 'stall' | 'cut' }
    | { readonly kind: 'status'; readonly status: number }
  /** An address of some other host, as a hostile payload might carry. */
  readonly url?: string
}

export interface SlackFile {
  readonly id: string
  readonly about: NewFile
  readonly bytes: Uint8Array
  /** The object that messages and `files.info` carry (https://docs.slack.dev/reference/objects/file-object). */
  readonly wire: WireObject
  isDeleted: boolean
}

export interface Files {
  add(file: NewFile): SlackFile
  find(id: string): SlackFile | undefined
}

/** @param baseUrl without a slash at the end */
export function createFiles(baseUrl: () => string): Files {
  const files = new Map<string, SlackFile>()
  return {
    add(about) {
      const id = newId('F')
      const content = about.content ?? ''
      const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
      const address = about.url ?? `${baseUrl()}/files-pri/${id}/${encodeURIComponent(about.name)}`
      const file: SlackFile = { id, about, bytes, isDeleted: false, wire: wireFile(id, about, bytes.length, address) }
      files.set(id, file)
      return file
    },
    find: (id) => files.get(id),
  }
}

function wireFile(id: string, about: NewFile, size: number, address: string): WireObject {
  const extension = about.name.split('.').at(-1) ?? ''
  return compact({
    id,
    created: Math.floor(Date.now() / 1000),
    name: about.name,
    title: about.name,
    mimetype: about.mediaType ?? 'text/plain',
    filetype: extension,
    pretty_type: extension.toUpperCase(),
    mode: about.mode ?? 'hosted',
    is_external: about.mode === 'external',
    is_public: false,
    editable: about.mode === 'snippet',
    size: about.declaredSize ?? about.fillerBytes ?? size,
    url_private: address,
    url_private_download: address,
    file_access: 'visible',
  })
}
