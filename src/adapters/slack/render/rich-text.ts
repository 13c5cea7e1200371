import type { types } from '@slack/bolt'
import { cutText } from '../../common/chat/characters.ts'
import { cleanLine } from '../../common/chat/clean-text.ts'
import { slackAddress } from './markdown/slack-dialect.ts'
import { neutralizeMentions } from './neutralize-mentions.ts'

// In rich text nothing is read as markup (https://docs.slack.dev/reference/block-kit/blocks/rich-text-block), so that
// titles and quotes of documents stand in it, not in mrkdwn.

/** Foreign text on one line, of at most so many characters. */
export function safeLine(text: string, most: number): string {
  return cutText(neutralizeMentions(cleanLine(text, text.length)), most)
}

export function words(text: string, style?: types.RichTextText['style']): types.RichTextText {
  return { type: 'text', text, ...(style === undefined ? {} : { style }) }
}

/** A linked text where the location is an address that may be linked, else the text. */
export function linkedWords(text: string, location: string): types.RichTextElement {
  const address = slackAddress(location)
  return address === undefined || !/^https?:/i.test(address) ? words(text) : { type: 'link', url: address, text }
}

/** Elements as one section; two sections would not surely stand on lines of their own. */
export function lines(...parts: readonly (readonly types.RichTextElement[])[]): types.RichTextSection {
  const elements = parts.flatMap((part, at) => (at === 0 ? part : [words('\n'), ...part]))
  return { type: 'rich_text_section', elements }
}

export function bullets(items: readonly string[]): types.RichTextList {
  return { type: 'rich_text_list', style: 'bullet', elements: items.map((item) => lines([words(item)])) }
}

/** A block of code. @param text that needs no neutralising any more */
export function preformatted(text: string): types.RichTextPreformatted {
  return { type: 'rich_text_preformatted', elements: [words(text)] }
}

export function richText(...elements: types.RichTextBlock['elements']): types.RichTextBlock {
  return { type: 'rich_text', elements }
}
