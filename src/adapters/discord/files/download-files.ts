import { fetch, type Response } from 'undici'
import { KikuError } from '../../../domain/errors.ts'
import { type Downloaded, downloadEach } from '../../common/files/download-each.ts'
import { downloadPatiently } from '../../common/files/download-patiently.ts'
import type { ArrivedFile } from '../receive/arrival.ts'
import { checkFileUrl } from './check-file-url.ts'

export interface DownloadOptions {
  /** Base address of attached files, with a slash at the end. Files elsewhere are refused. */
  readonly cdnUrl: string
  readonly maxBytes: number
  /** Of one message. Default 5. */
  readonly mostFiles?: number
  /** For one file, in milliseconds. Default 20,000. */
  readonly timeoutMs?: number
}

export type DownloadedFile = Downloaded<ArrivedFile>

/**
 * Downloads the files of a message (https://discord.com/developers/docs/reference#signed-attachment-cdn-urls), in their
 * order. One that cannot be had costs itself only: its `error` has the code `url-refused`, `document-too-large`,
 * `url-failed`, `deadline-exceeded`, or `misuse` beyond `mostFiles`.
 * @throws the reason of the signal
 */
export async function downloadFiles(
  files: readonly ArrivedFile[],
  { cdnUrl, maxBytes, mostFiles = 5, timeoutMs = 20_000 }: DownloadOptions,
  signal: AbortSignal,
): Promise<readonly DownloadedFile[]> {
  const what = 'download of a file from Discord'
  const download = async ({ url, size }: ArrivedFile) => {
    const request = (ended: AbortSignal) => requestFile(url, cdnUrl, ended)
    return (await downloadPatiently({ size, maxBytes, timeoutMs, what }, request, signal)).bytes
  }
  return downloadEach(files, mostFiles, download, signal)
}

async function requestFile(address: string, cdnUrl: string, signal: AbortSignal): Promise<Response> {
  // Nobody at Discord leads from a file to somewhere else, so whoever does is not followed.
  const response = await fetch(checkFileUrl(address, cdnUrl), { redirect: 'manual', signal })
  if (response.status === 200) return response
  await response.body?.cancel()
  throw refusedBy(response.status)
}

function refusedBy(status: number): KikuError {
  const isOver = [401, 403, 404, 410].includes(status)
  return new KikuError('url-failed', `Discord did not give the file (status ${status}).`, {
    retryable: status >= 500 || status === 429,
    details: { status },
    // Addresses of files hold for a day.
    ...(isOver ? { remedy: 'Send the file once more.' } : {}),
  })
}
