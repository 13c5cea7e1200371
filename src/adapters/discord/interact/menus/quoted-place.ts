import { type DiscordPlace, parseThreadId, privatePlace, threadIdOf } from '../../discord-ids.ts'

/**
 * A private conversation about messages of others. Those are not kept once the answer stands, so that its questions cannot
 * be answered once more; the mark in its name says so.
 * @param name of the conversation: the id of the command or form
 */
export function quotedPlace(place: Omit<DiscordPlace, 'root'>, name: string): DiscordPlace {
  return privatePlace(place, `q${name}`)
}

export function isQuotedPlace(place: DiscordPlace): boolean {
  return parseThreadId(threadIdOf(place))?.isPrivate === true && /-q\d+$/.test(place.root)
}
