/** What an asker or a model can mend by asking otherwise, in both languages. Becomes a result that says so. */
export class MendableError extends Error {
  readonly words: { readonly en: string; readonly ja: string }

  constructor(words: { readonly en: string; readonly ja: string }) {
    super(words.en)
    this.name = 'MendableError'
    this.words = words
  }
}
