import type { Problem } from '../../api/schemas/common.ts'

/** A file on its way to the server. */
export interface UploadEntry {
  readonly id: string
  readonly name: string
  readonly state: 'waiting' | 'sending' | 'failed'
  /** 0 to 1 of its bytes. */
  readonly share: number
  readonly problem?: Problem
}

export interface UploadRules {
  readonly uploadBytes: number
  /** File name endings that can be read, with or without a dot. */
  readonly fileEndings: readonly string[]
}

/** What the page knows to be wrong with a file before it is sent. */
export function judgeFile(
  { name, size }: { readonly name: string; readonly size: number },
  { uploadBytes, fileEndings }: UploadRules,
): 'fine' | 'too-large' | 'unsupported' {
  if (size > uploadBytes) return 'too-large'
  const lower = name.toLowerCase()
  const isKnown = fileEndings.some((ending) => lower.endsWith(`.${ending.replace(/^\./, '').toLowerCase()}`))
  return isKnown || fileEndings.length === 0 ? 'fine' : 'unsupported'
}
