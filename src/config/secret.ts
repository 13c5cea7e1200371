/** A value that must not be printed. Anything that shows it by accident shows a placeholder. */
export interface Secret {
  reveal(): string
  toJSON(): string
  toString(): string
}

export function createSecret(value: string): Secret {
  return { reveal: () => value, toJSON: () => '[secret]', toString: () => '[secret]' }
}
