import { createTextCleaner } from '../../common/chat/clean-text.ts'
import { createBlockConverter } from '../../common/chat/markdown/convert-blocks.ts'
import { slackDialect } from './markdown/slack-dialect.ts'
import { neutralizeMentions } from './neutralize-mentions.ts'

/**
 * Turns a model's Markdown into Markdown that Slack shows faithfully, in a `markdown` block or as `markdown_text`
 * (https://docs.slack.dev/reference/block-kit/blocks/markdown-block): tables as code that lines up, three levels of
 * headings, lists indented by four, links to http, https and mail only, no HTML, emphasis that works beside Japanese.
 * Whatever the text holds, nothing in it mentions anyone.
 */
export function toSlackMarkdown(markdown: string): string {
  const cleaner = createTextCleaner()
  const converter = createBlockConverter({ isWhole: true, dialect: slackDialect })
  converter.push(cleaner.push(markdown) + cleaner.end())
  converter.end()
  return neutralizeMentions(converter.take())
}
