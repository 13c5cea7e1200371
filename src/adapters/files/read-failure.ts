import { KikuError } from '../../domain/errors.ts'
import { fileName } from './formats.ts'

/** Why a file could not be read, in a form that crosses the border of a worker thread. */
export interface Refusal {
  readonly code: 'document-unsupported' | 'document-unreadable' | 'document-encrypted' | 'document-too-large'
  /** Completes the sentence '“name” …'. */
  readonly predicate: string
  readonly remedy: string
}

/** Thrown inside the adapter by detectors and parsers. */
export class ReadFailure extends Error {
  readonly refusal: Refusal

  constructor(refusal: Refusal, cause?: unknown) {
    super(refusal.predicate, cause === undefined ? undefined : { cause })
    this.name = 'ReadFailure'
    this.refusal = refusal
  }
}

/** Turns a refusal into the error that users see, naming the file. */
export function describeRefusal(refusal: Refusal, location: string, cause?: unknown): KikuError {
  return new KikuError(refusal.code, `“${fileName(location)}” ${refusal.predicate}.`, {
    remedy: refusal.remedy,
    details: { location },
    ...(cause === undefined ? {} : { cause }),
  })
}

export function unsupported(predicate: string, remedy: string): ReadFailure {
  return new ReadFailure({ code: 'document-unsupported', predicate, remedy })
}

export function unreadable(kind: string, cause?: unknown): ReadFailure {
  const remedy = 'Open the file in the program that made it, save it again, and add it once more.'
  const predicate = `is damaged or is not ${kind}, so it could not be read`
  return new ReadFailure({ code: 'document-unreadable', predicate, remedy }, cause)
}

export function encrypted(): ReadFailure {
  const predicate = 'is protected with a password'
  return new ReadFailure({
    code: 'document-encrypted',
    predicate,
    remedy: 'Save a copy without the password and add that.',
  })
}

export function tooLarge(predicate: string, remedy: string): ReadFailure {
  return new ReadFailure({ code: 'document-too-large', predicate, remedy })
}
