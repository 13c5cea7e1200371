import { createTextCleaner } from '../../common/chat/clean-text.ts'
import { createBlockConverter } from '../../common/chat/markdown/convert-blocks.ts'
import { discordDialect } from './markdown/discord-dialect.ts'

/**
 * Turns a model's Markdown into Markdown that Discord shows faithfully
 * (https://support.discord.com/hc/en-us/articles/210298617): tables as code that lines up, three levels of headings, code
 * outside of lists, links that show where they lead and do not unfold, no HTML, no pictures. Whatever the text holds,
 * nothing in it mentions anyone, hides anything or poses as one of Kiku's own notes.
 */
export function toDiscordMarkdown(markdown: string): string {
  const cleaner = createTextCleaner()
  const converter = createBlockConverter({ isWhole: true, dialect: discordDialect })
  converter.push(cleaner.push(markdown) + cleaner.end())
  converter.end()
  return converter.take()
}
