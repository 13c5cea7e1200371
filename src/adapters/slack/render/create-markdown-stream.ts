import { createTextCleaner } from '../../common/chat/clean-text.ts'
import { createBlockConverter } from '../../common/chat/markdown/convert-blocks.ts'
import { slackDialect } from './markdown/slack-dialect.ts'
import { createMentionNeutralizer } from './neutralize-mentions.ts'

/** Markdown for Slack as it comes. What a call returns may be sent at once; it is never taken back. */
export interface MarkdownStream {
  push(text: string): string
  end(): string
}

/**
 * The same as `toSlackMarkdown`, piece by piece, holding back only what the text to come decides: half a link, marker or
 * mention, a table until it ends. However the text is cut, the pieces joined are what `toSlackMarkdown` makes of the
 * whole, with one exception: where a line changes what the line before it is, which has been shown already, it stays as
 * it was. So a heading with `===` or `---` below it keeps that line, and a table whose head has no leading pipe stays
 * text.
 */
export function createMarkdownStream(): MarkdownStream {
  const cleaner = createTextCleaner()
  const converter = createBlockConverter({ isWhole: false, dialect: slackDialect })
  const mentions = createMentionNeutralizer()
  return {
    push(text) {
      converter.push(cleaner.push(text))
      return mentions.push(converter.take())
    },
    end() {
      converter.push(cleaner.end())
      converter.end()
      return mentions.push(converter.take()) + mentions.end()
    },
  }
}
