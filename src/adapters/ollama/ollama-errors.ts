/** The server answered with a status other than 2xx. */
export class OllamaHttpError extends Error {
  override readonly name = 'OllamaHttpError'
  readonly status: number

  constructor(status: number, text: string) {
    super(text)
    this.status = status
  }
}

/** The server's stream is not what the protocol says. The message holds no content. */
export class OllamaStreamError extends Error {
  override readonly name = 'OllamaStreamError'
}
