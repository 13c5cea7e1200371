const READABLE =
  /^(text\/(?!event-stream)[\w.+-]+|application\/([\w.-]+\+)?(xml|json)|application\/(pdf|x-ndjson|ndjson|jsonl|x-jsonlines|json-lines|csv|yaml|x-yaml|toml|rtf|javascript|x-javascript|typescript|octet-stream|vnd\.openxmlformats-officedocument\.[\w.-]+|vnd\.oasis\.opendocument\.[\w.-]+))$/

/** The media type of a `content-type` header, without parameters, in lower case. */
export function parseMediaType(header: string | null): string | undefined {
  const type = header?.split(';')[0]?.trim().toLowerCase()
  return type === '' ? undefined : type
}

/** The header as it came, with its charset, unless it is absurdly long. */
export function keepDeclaredType(header: string | null): string | undefined {
  return header === null || header.trim() === '' || header.length > 200 ? undefined : header.trim()
}

/**
 * Whether a type may hold a document that Kiku reads. `application/octet-stream` and a missing type pass: servers say
 * so of PDFs, and the loader looks at the bytes anyway.
 */
export function isReadableMediaType(type: string | undefined): boolean {
  return type === undefined || (type.length < 200 && READABLE.test(type))
}

const CODINGS = new Set(['identity', 'gzip', 'x-gzip', 'deflate', 'br'])

/** Whether the body arrives decompressed. */
export function isReadableCoding(header: string | null): boolean {
  const codings = (header ?? '').toLowerCase().split(',')
  return codings.length <= 3 && codings.every((coding) => coding.trim() === '' || CODINGS.has(coding.trim()))
}
