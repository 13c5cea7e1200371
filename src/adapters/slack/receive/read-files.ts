import { z } from 'zod'
import type { ArrivedFile } from './arrival.ts'
import { fileSchema } from './schema.ts'

/** More than this are not shown in one message either. */
const MOST = 20

/**
 * Files of a message. Those that cannot be downloaded, such as ones kept outside Slack, are named all the same, so that
 * their author is told; those that are gone are left out.
 */
export function readFiles(files: unknown): readonly ArrivedFile[] {
  const list = z.array(z.unknown()).safeParse(files).data ?? []
  return list.slice(0, MOST).flatMap((item) => {
    const file = fileSchema.safeParse(item).data
    if (file === undefined || file.mode === 'tombstone') return []
    return [
      {
        id: file.id,
        name: file.name || file.title || file.id,
        mediaType: file.mimetype ?? 'application/octet-stream',
        size: file.size ?? 0,
        url: file.url_private_download ?? file.url_private ?? '',
      },
    ]
  })
}
