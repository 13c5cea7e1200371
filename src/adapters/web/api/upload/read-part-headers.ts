/** What the headers of one part of a form say of it (https://www.rfc-editor.org/rfc/rfc7578#section-4). */
export interface PartHeaders {
  /** Of the field. */
  readonly name: string
  /** Present for files. Hostile, yet without folders and of bounded length. */
  readonly fileName?: string
}

const LONGEST_NAME = 255

/** @returns undefined where they do not belong to a field of a form */
export function readPartHeaders(block: Buffer): PartHeaders | undefined {
  const lines = block.toString('utf8').split('\r\n')
  const disposition = lines.find((line) => /^content-disposition\s*:/i.test(line))
  if (disposition === undefined || !/^[^:]+:\s*form-data\s*(;|$)/i.test(disposition)) return undefined
  const name = readParameter(disposition, 'name')
  if (name === undefined) return undefined
  const fileName = readExtended(disposition) ?? readParameter(disposition, 'filename')
  return fileName === undefined ? { name } : { name, fileName: baseName(fileName) }
}

function readParameter(header: string, parameter: string): string | undefined {
  const pattern = new RegExp(`;\\s*${parameter}=(?:"((?:\\\\.|[^"\\\\])*)"|([^\\s;"]+))`, 'i')
  const [, quoted, plain] = pattern.exec(header) ?? []
  // Browsers write quotes as %22, other clients with a backslash before them.
  return quoted === undefined ? plain : quoted.replace(/\\(["\\])/g, '$1').replaceAll('%22', '"')
}

/** Forms should not use it, but some clients do (https://www.rfc-editor.org/rfc/rfc8187). */
function readExtended(header: string): string | undefined {
  const [, encoded] = /;\s*filename\*=utf-8'[\w-]*'([^\s;]+)/i.exec(header) ?? []
  if (encoded === undefined) return undefined
  try {
    return decodeURIComponent(encoded)
  } catch {
    return undefined
  }
}

/** The end of the name is kept, since it tells what kind of file it is. */
function baseName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? ''
  const clean = last.replace(/[\p{Cc}\p{Cs}]/gu, '').trim()
  return Array.from(clean.slice(-LONGEST_NAME))
    .join('')
    .replace(/\p{Cs}/gu, '')
}
