import { createHash } from 'node:crypto'

/** Of the 25 characters that Discord takes (https://discord.com/developers/docs/resources/message#create-message). */
const NAME_CHARACTERS = 20

/**
 * Names a post, so that Discord gives back the message that stands already when the same is posted again within a few
 * minutes.
 * @param task what names this try of a reply
 * @param count how many messages the reply has posted before
 */
export function nonceFor(task: string, channelId: string, count: number): string {
  const name = createHash('sha256').update(`${task} ${channelId}`).digest('base64url').slice(0, NAME_CHARACTERS)
  return `${name}-${count}`
}
