/** Whoever has read it knows the secret, whoever asks about it names the key. */
export interface Fact {
  readonly key: string
  readonly secret: string
}

/** Made-up words of one length, so that none is a part of another. */
export interface Words {
  key(): string
  secret(): string
  question(): string
  person(): string
}

const SYLLABLES = ['b', 'd', 'f', 'g', 'k', 'l', 'm', 'n', 'p', 'r', 't', 'v', 'z'].flatMap((consonant) =>
  ['a', 'o', 'u'].map((vowel) => consonant + vowel),
)
/** The last name of a question in a text is the question's own. */
export const QUESTION_NAME = /\bquo(?:[bdfgklmnprtvz][aou]){3}\b/g

export function createWords(): Words {
  let count = 0
  const next = (head: string) => {
    count += 1
    const digits = [count % 39, Math.floor(count / 39) % 39, Math.floor(count / 39 ** 2) % 39]
    return head + digits.map((digit) => SYLLABLES[digit]).join('')
  }
  return { key: () => next('key'), secret: () => next('xyz'), question: () => next('quo'), person: () => next('nam') }
}

export function statementOf({ key, secret }: Fact, isJapanese: boolean): string {
  return isJapanese ? `${key}の合言葉は${secret}です。` : `The code of ${key} is ${secret}.`
}

/** Takes one of a list; the numbers of a plan go round it. */
export function pick<Value>(values: readonly Value[], choice: number): Value | undefined {
  return values.length === 0 ? undefined : values[choice % values.length]
}

/** Asks for what goes by some keys. @param name of the question, by which its prompt is known */
export function askFor(keys: readonly string[], name: string, isJapanese: boolean): string {
  const all = keys.join(' and ')
  return isJapanese ? `${all}の合言葉は何ですか？（${name}）` : `What is the code of ${all}? (${name})`
}
