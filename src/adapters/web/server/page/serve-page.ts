import type { IncomingHttpHeaders } from 'node:http'
import { loadPage } from './load-page.ts'
import type { PageFiles } from './page-file.ts'
import { sendFile } from './send-file.ts'
import { describeUnbuilt } from './unbuilt-page.ts'

/** The page, as a folder holds it. */
export interface ServedPage {
  /** Whether it has a file of this name, other than the one that every place begins with. */
  has(path: string): boolean
  /** One of its files, such as a script; undefined where it has none of this name. */
  file(path: string, headers: IncomingHttpHeaders): Response | undefined
  /** What a browser gets that opens any place of it. */
  index(headers: IncomingHttpHeaders): Promise<Response>
}

/** @throws KikuError `config-invalid` where the folder holds something else */
export async function servePage(folder: string): Promise<ServedPage> {
  let files: PageFiles | undefined = await loadPage(folder)
  const send = (path: string, headers: IncomingHttpHeaders) => {
    const file = files?.get(path)
    const request = { acceptEncoding: textOf(headers['accept-encoding']), ifNoneMatch: headers['if-none-match'] }
    return file === undefined ? undefined : sendFile(file, request)
  }
  const isAsset = (path: string) => path !== '/index.html' && files?.has(path) === true
  return {
    has: isAsset,
    file: (path, headers) => (isAsset(path) ? send(path, headers) : undefined),
    async index(headers) {
      // It may be built while Kiku runs.
      files ??= await loadPage(folder)
      return send('/index.html', headers) ?? describeUnbuilt()
    },
  }
}

function textOf(header: string | readonly string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : header?.join(', ')
}
