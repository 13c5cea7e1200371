import type { APIMessageTopLevelComponent } from 'discord.js'
import { cutText } from '../../common/chat/characters.ts'
import type { PlainBody } from './message-body.ts'

/** Characters of a message's text (https://discord.com/developers/docs/resources/message#create-message). */
export const MOST_CONTENT = 2_000

/** A message of text that is converted already, with rows of buttons below it. */
export function plainBody(content: string, components: readonly APIMessageTopLevelComponent[] = []): PlainBody {
  return { kind: 'plain', content: cutText(content, MOST_CONTENT), components }
}
