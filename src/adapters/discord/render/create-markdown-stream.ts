import { createTextCleaner } from '../../common/chat/clean-text.ts'
import { createBlockConverter } from '../../common/chat/markdown/convert-blocks.ts'
import { discordDialect } from './markdown/discord-dialect.ts'

/** Markdown for Discord as it comes. What a call returns may be shown at once; it is never taken back. */
export interface MarkdownStream {
  push(text: string): string
  end(): string
}

/**
 * The same as `toDiscordMarkdown`, piece by piece, holding back only what the text to come decides: half a link, address
 * or mention, emphasis and formulas until they end, a table until it ends. However the text is cut, the pieces joined are
 * what `toDiscordMarkdown` makes of the whole, with one exception: where a line changes what the line before it is, which
 * has been shown already, it stays as it was. So a heading with `===` or `---` below it keeps that line, and a table whose
 * head has no leading pipe stays text.
 */
export function createMarkdownStream(): MarkdownStream {
  const cleaner = createTextCleaner()
  const converter = createBlockConverter({ isWhole: false, dialect: discordDialect })
  return {
    push(text) {
      converter.push(cleaner.push(text))
      return converter.take()
    },
    end() {
      converter.push(cleaner.end())
      converter.end()
      return converter.take()
    },
  }
}
