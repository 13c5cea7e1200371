import { type Downloaded, downloadEach } from '../../common/files/download-each.ts'
import type { ArrivedFile } from '../receive/arrival.ts'
import { type DownloadRules, downloadFile } from './download-file.ts'

/** Hosts, and the hosts below them, on which Slack keeps files. */
const SLACK_HOSTS = ['slack.com', 'slack-files.com'] as const

export interface DownloadOptions {
  /** `xoxb-…`, with the scope `files:read`. Sent to the allowed hosts only, never logged. */
  readonly token: string
  /** Base address of the Web API; its own host may serve files, too, which is so for proxies and tests. */
  readonly apiUrl: string
  readonly maxBytes: number
  /** Of one message. Default 5. */
  readonly mostFiles?: number
  /** Default: Slack's. */
  readonly allowedHosts?: readonly string[]
  /** For one file, in milliseconds. Default 20,000. */
  readonly timeoutMs?: number
}

export type DownloadedFile = Downloaded<ArrivedFile>

/**
 * Downloads the files of a message (https://docs.slack.dev/reference/objects/file-object#auth), in their order. One that
 * cannot be had costs itself only: its `error` has the code `url-refused`, `document-too-large`, `surface-refused` when
 * the token may not read files, `url-failed`, `deadline-exceeded`, or `misuse` beyond `mostFiles`.
 * @throws the reason of the signal
 */
export async function downloadFiles(
  files: readonly ArrivedFile[],
  options: DownloadOptions,
  signal: AbortSignal,
): Promise<readonly DownloadedFile[]> {
  const { mostFiles = 5, allowedHosts = SLACK_HOSTS, timeoutMs = 20_000 } = options
  const { token, apiUrl, maxBytes } = options
  const rules: DownloadRules = { token, apiUrl, maxBytes, allowedHosts, timeoutMs }
  return downloadEach(files, mostFiles, (file) => downloadFile(file, rules, signal), signal)
}
