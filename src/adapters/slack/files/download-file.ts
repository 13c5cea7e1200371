import { fetch, type Response } from 'undici'
import { KikuError } from '../../../domain/errors.ts'
import { downloadPatiently } from '../../common/files/download-patiently.ts'
import type { ArrivedFile } from '../receive/arrival.ts'
import { checkFileUrl } from './check-file-url.ts'
import { isLoginPage } from './is-login-page.ts'

export interface DownloadRules {
  readonly token: string
  readonly apiUrl: string
  readonly maxBytes: number
  readonly allowedHosts: readonly string[]
  readonly timeoutMs: number
}

const MOST_REDIRECTS = 4

/** @throws KikuError as `downloadFiles` lists them; the reason of the signal */
export async function downloadFile(file: ArrivedFile, rules: DownloadRules, signal: AbortSignal): Promise<Uint8Array> {
  const { maxBytes, timeoutMs } = rules
  const limits = { size: file.size, maxBytes, timeoutMs, what: 'download of a file from Slack' }
  const { response, bytes } = await downloadPatiently(limits, (ended) => request(file, rules, ended), signal)
  const contentType = response.headers.get('content-type') ?? ''
  const disposition = response.headers.get('content-disposition') ?? ''
  if (isLoginPage({ file, bytes, contentType, disposition })) throw mayNotRead()
  return bytes
}

async function request(file: ArrivedFile, rules: DownloadRules, signal: AbortSignal): Promise<Response> {
  const response = await follow(file.url, rules, signal)
  if (response.status !== 200) throw refusedBy(response.status)
  return response
}

/** By hand, since the token goes along to Slack's own hosts, where it is needed again, and to no other. */
async function follow(address: string, { token, ...rules }: DownloadRules, signal: AbortSignal): Promise<Response> {
  let url = checkFileUrl(address, rules)
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
    const headers = { authorization: `Bearer ${token}`, accept: '*/*' }
    const response = await fetch(url, { headers, redirect: 'manual', signal })
    const location = response.headers.get('location')
    if (response.status < 300 || response.status > 399 || location === null) return response
    await response.body?.cancel()
    url = checkFileUrl(URL.canParse(location, url.href) ? new URL(location, url.href).href : location, rules)
  }
  throw new KikuError('url-failed', 'Slack led from one address of the file to the next without an end.')
}

function refusedBy(status: number): KikuError {
  if (status === 401 || status === 403) return mayNotRead()
  return new KikuError('url-failed', `Slack did not give the file (status ${status}).`, {
    retryable: status >= 500 || status === 429,
    details: { status },
  })
}

function mayNotRead(): KikuError {
  return new KikuError('surface-refused', 'Kiku may not read files in Slack.', {
    remedy: 'Add the scope files:read to the app and install it again.',
    details: { method: 'files', error: 'missing_scope' },
  })
}
