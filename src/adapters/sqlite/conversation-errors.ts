import { KikuError } from '../../domain/errors.ts'

export function threadGoneError(): KikuError {
  return new KikuError('store-failed', 'The conversation of this message is not known, or was removed meanwhile.', {
    remedy: 'Start a new conversation.',
  })
}

export function turnTakenError(): KikuError {
  return new KikuError('store-failed', 'A message with this identifier belongs to another conversation already.', {
    remedy: 'Report this as a bug.',
  })
}

export function turnGoneError(): KikuError {
  return new KikuError('store-failed', 'The message is not known, or was removed meanwhile.', { remedy: 'Ask again.' })
}
