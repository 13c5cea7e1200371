import { Readable } from 'node:stream'
import { ApiProblem } from '../problems/api-problem.ts'
import { type ByteReader, createByteReader } from './byte-reader.ts'
import { readPartHeaders } from './read-part-headers.ts'

/** The one file of a form, with the fields that stood before it. */
export interface FormFile {
  readonly name: string
  readonly fields: ReadonlyMap<string, string>
  /** Ends when the form has ended as it should; fails otherwise. */
  readonly content: Readable
}

const LINE_END = Buffer.from('\r\n')
const HEADERS_END = Buffer.from('\r\n\r\n')
const MOST_HEADER_BYTES = 8 * 1024
const MOST_FIELD_BYTES = 1024
const MOST_FIELDS = 8
const FILE_FIELD = 'file'

/**
 * Hands over the file of a form (https://www.rfc-editor.org/rfc/rfc7578) while it comes; it is never held whole. A form has
 * one file, behind its fields and with nothing behind it.
 * @throws ApiProblem `upload-invalid`; what the pieces throw; what `take` throws
 */
export async function readUpload<Taken>(
  contentType: string | undefined,
  pieces: AsyncIterator<Buffer, unknown>,
  take: (file: FormFile) => Promise<Taken>,
): Promise<Taken> {
  const boundary = readBoundary(contentType)
  if (boundary === undefined) throw new ApiProblem('upload-invalid')
  // Every boundary but the first stands behind a line end.
  const delimiter = Buffer.from(`\r\n--${boundary}`)
  const reader = createByteReader(withLineEnd(pieces))
  if ((await reader.takeUntil(delimiter, MOST_HEADER_BYTES)) === undefined) throw new ApiProblem('upload-invalid')
  const fields = new Map<string, string>()
  for (let parts = 0; parts <= MOST_FIELDS; parts += 1) {
    const headers = await readHeaders(reader)
    if (headers.name === FILE_FIELD && headers.fileName !== undefined) {
      return takeFile({ name: headers.fileName, fields }, { reader, delimiter }, take)
    }
    const value = await reader.takeUntil(delimiter, MOST_FIELD_BYTES)
    if (value === undefined || headers.fileName !== undefined) throw new ApiProblem('upload-invalid')
    fields.set(headers.name, value.toString('utf8'))
  }
  throw new ApiProblem('upload-invalid')
}

async function takeFile<Taken>(
  about: Pick<FormFile, 'fields' | 'name'>,
  form: { readonly reader: ByteReader; readonly delimiter: Buffer },
  take: (file: FormFile) => Promise<Taken>,
): Promise<Taken> {
  // Whoever takes it may wrap what goes wrong with the form itself.
  let failure: { readonly thrown: unknown } | undefined
  async function* read(): AsyncGenerator<Buffer> {
    try {
      yield* readToEnd(form)
    } catch (thrown) {
      failure = { thrown }
      throw thrown
    }
  }
  const content = Readable.from(read(), { objectMode: false })
  // It may fail when nobody listens any more.
  content.on('error', () => {})
  try {
    return await take({ ...about, content })
  } catch (thrown) {
    throw failure === undefined ? thrown : failure.thrown
  } finally {
    content.destroy()
  }
}

async function* readToEnd({
  reader,
  delimiter,
}: {
  readonly reader: ByteReader
  readonly delimiter: Buffer
}): AsyncGenerator<Buffer> {
  const isClosed = yield* reader.streamUntil(delimiter)
  if (!isClosed || (await reader.take(2))?.toString('latin1') !== '--') throw new ApiProblem('upload-invalid')
}

async function readHeaders(reader: ByteReader) {
  // The line end that closes the boundary is read with the headers, so that a part without any is one, too.
  const block = await reader.takeUntil(HEADERS_END, MOST_HEADER_BYTES)
  const headers = block === undefined ? undefined : readPartHeaders(block)
  if (headers === undefined) throw new ApiProblem('upload-invalid')
  return headers
}

async function* withLineEnd(pieces: AsyncIterator<Buffer, unknown>): AsyncGenerator<Buffer> {
  yield LINE_END
  for (;;) {
    const { done, value } = await pieces.next()
    if (done === true) return
    yield value
  }
}

/** 1 to 70 characters (https://www.rfc-editor.org/rfc/rfc2046#section-5.1.1). */
function readBoundary(contentType = ''): string | undefined {
  const [, quoted, plain] =
    /^multipart\/form-data\s*;(?:.*;)?\s*boundary=(?:"([\w'()+,./:=? -]{1,70})"|([\w'()+,./:=?-]{1,70}))\s*(?:;|$)/i.exec(
      contentType.slice(0, 500),
    ) ?? []
  return quoted ?? plain
}
