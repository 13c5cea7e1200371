import { Lexer, type Token, Tokenizer } from 'marked'

/**
 * Definitions such as `[1]: https://…` would turn the markers of citations into links, and belong to no answer: they stay
 * text. With them gone, no part of a text changes what another one means.
 */
class PlainTokenizer extends Tokenizer {
  override def(): undefined {
    return undefined
  }
}

const tokenizer = new PlainTokenizer()

/** The blocks of a Markdown text. @throws RangeError where they are nested deeper than the stack reaches */
export function tokenize(text: string): Token[] {
  return new Lexer({ gfm: true, tokenizer }).lex(text)
}
