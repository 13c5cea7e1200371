import type { types } from '@slack/bolt'
import type { SlackWords } from '../../words/slack-words.ts'
import { header, section } from '../block-parts.ts'

/** What Kiku can do. @param hint said first, such as the command that was probably meant */
export function helpBlocks({ help }: SlackWords, hint?: string): types.KnownBlock[] {
  const list = help.lines.map((line) => `• ${line}`).join('\n')
  return [...(hint === undefined ? [] : [section(hint)]), header(help.heading), section(list)]
}
