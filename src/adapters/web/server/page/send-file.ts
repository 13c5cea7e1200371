import type { PageFile, PageVariant } from './page-file.ts'

/** What of a request decides how a file is sent. */
export interface FileRequest {
  readonly acceptEncoding: string | undefined
  readonly ifNoneMatch: string | undefined
}

const YEAR_SECONDS = 31_536_000

/** A file in the smallest form that the client reads; nothing but its tag where the client has it already. */
export function sendFile(file: PageFile, { acceptEncoding = '', ifNoneMatch }: FileRequest): Response {
  const variant = chooseVariant(file.variants, acceptEncoding)
  const headers = {
    'cache-control': file.isImmutable ? `public, max-age=${YEAR_SECONDS}, immutable` : 'no-cache',
    etag: variant.tag,
    vary: 'accept-encoding',
  }
  if (hasTag(ifNoneMatch, variant.tag)) return new Response(null, { status: 304, headers })
  const encoding = variant.encoding === 'identity' ? undefined : { 'content-encoding': variant.encoding }
  return new Response(variant.bytes, {
    headers: { ...headers, ...encoding, 'content-type': file.type, 'content-length': String(variant.bytes.length) },
  })
}

function chooseVariant(variants: readonly PageVariant[], acceptEncoding: string): PageVariant {
  const accepted = acceptEncoding
    .slice(0, 500)
    .toLowerCase()
    .split(',')
    .map((part) => part.trim())
    .filter((part) => !/;\s*q=0(\.0*)?$/.test(part))
    .map((part) => part.split(';', 1)[0]?.trim())
  const found = variants.find(({ encoding }) => encoding === 'identity' || accepted.includes(encoding))
  if (found === undefined) throw new Error('A file of the page has no form that everybody reads.')
  return found
}

function hasTag(ifNoneMatch: string | undefined, tag: string): boolean {
  if (ifNoneMatch === undefined) return false
  return ifNoneMatch.split(',').some((one) => one.trim() === '*' || one.trim().replace(/^W\//, '') === tag)
}
