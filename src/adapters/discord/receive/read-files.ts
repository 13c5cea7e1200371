import { cleanLine } from '../../common/chat/clean-text.ts'
import type { ArrivedFile } from './arrival.ts'
import { attachmentSchema } from './schema.ts'

/** Discord takes ten with one message. */
const MOST = 20
const LONGEST_NAME = 200

/** Files of a message, or files given with a command. */
export function readFiles(attachments: readonly unknown[] | null | undefined): readonly ArrivedFile[] {
  return (attachments ?? []).slice(0, MOST).flatMap((item) => {
    const file = attachmentSchema.safeParse(item).data
    if (file === undefined) return []
    const { id, filename, title, content_type: contentType, size, url } = file
    return [
      {
        id,
        name: nameOf(filename ?? '', title ?? '') || id,
        mediaType: contentType?.split(';')[0]?.trim() || 'application/octet-stream',
        size: size ?? 0,
        url: url ?? '',
      },
    ]
  })
}

/** A title is the name without the ending. */
function nameOf(filename: string, title: string): string {
  const [ending = ''] = /\.\w{1,10}$/.exec(filename) ?? []
  return cleanLine(title === '' || title.endsWith(ending) ? title || filename : title + ending, LONGEST_NAME)
}
