import type { ServerResponse } from 'node:http'
import { type BoundedLog, createBoundedLog } from '../../slack/bounded-log.ts'
import type { Files } from '../messages/files.ts'

/** A file that was fetched, or could not be. */
export interface Download {
  readonly fileId: string
  readonly status: number
}

/** Discord's delivery of files: for whoever has an address that has not expired. */
export function createDownloads(files: () => Files, keep: number) {
  const log: BoundedLog<Download> = createBoundedLog(keep)
  return {
    log,
    async answer(url: URL, response: ServerResponse): Promise<void> {
      const [, , channel, id = ''] = url.pathname.split('/')
      const file = files().find(id)
      const isValid =
        file !== undefined && file.channelId === channel && url.searchParams.get('hm') === String(file.signature)
      await file?.manner.beforeSent?.()
      const { redirectTo } = file?.manner ?? {}
      log.add({ fileId: id, status: !isValid ? 404 : redirectTo === undefined ? 200 : 302 })
      if (!isValid)
        return void response
          .writeHead(404, { 'content-type': 'text/plain' })
          .end('This content is no longer available.')
      if (redirectTo !== undefined) return void response.writeHead(302, { location: redirectTo }).end()
      response.writeHead(200, { 'content-type': file.contentType, 'content-length': String(file.bytes.length) })
      response.end(file.bytes)
    },
  }
}
