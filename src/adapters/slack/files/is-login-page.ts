import type { ArrivedFile } from '../receive/arrival.ts'

export interface Downloaded {
  readonly file: ArrivedFile
  readonly bytes: Uint8Array
  readonly contentType: string
  readonly disposition: string
}

/**
 * Whether Slack answered with its page to log in: it does so, with status 200, when the token may not read files. A file
 * that is itself HTML comes as an attachment, or has the size that was announced.
 */
export function isLoginPage({ file, bytes, contentType, disposition }: Downloaded): boolean {
  if (/^\s*attachment\b/i.test(disposition) || bytes.length === file.size) return false
  const start = new TextDecoder().decode(bytes.subarray(0, 200)).trimStart().toLowerCase()
  return /^text\/html\b/i.test(contentType) || start.startsWith('<!doctype html') || start.startsWith('<html')
}
