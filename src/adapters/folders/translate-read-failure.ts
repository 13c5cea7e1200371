import { KikuError, toKikuError } from '../../domain/errors.ts'

/** The system's name of a failure, such as `ENOENT`; empty for anything else. */
export function codeOf(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : ''
}

/** Says in words why a path could not be read. */
export function translateReadFailure(thrown: unknown, path: string): KikuError {
  if (thrown instanceof KikuError) return thrown
  const { message, remedy, retryable } = explain(codeOf(thrown), path)
  if (message === '') return toKikuError(thrown)
  return new KikuError('document-unreadable', message, { remedy, retryable, cause: thrown })
}

function explain(code: string, path: string): { message: string; remedy: string; retryable: boolean } {
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return { message: `${path} is not there.`, remedy: 'Check the path.', retryable: false }
    case 'EACCES':
    case 'EPERM':
      return { message: `${path} may not be read.`, remedy: 'Give Kiku permission to read it.', retryable: false }
    case 'ELOOP':
      return { message: `${path} is a link, which is not followed.`, remedy: 'Add what it leads to.', retryable: false }
    case 'ENAMETOOLONG':
      return { message: `The path ${path.slice(0, 80)}… is too long.`, remedy: 'Shorten it.', retryable: false }
    case 'EMFILE':
    case 'ENFILE':
      return { message: 'Too many files are open.', remedy: 'Raise the limit with ulimit -n.', retryable: true }
    case '':
      return { message: '', remedy: '', retryable: false }
    default:
      return { message: `${path} could not be read (${code}).`, remedy: 'Check the drive.', retryable: true }
  }
}
