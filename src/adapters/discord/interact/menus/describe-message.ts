import { cutText } from '../../../common/chat/characters.ts'
import { cleanLine } from '../../../common/chat/clean-text.ts'
import type { ArrivedFile, ArrivedUser } from '../../receive/arrival.ts'
import type { DiscordWords } from '../../words/discord-words.ts'

/** What a model is shown of a message. */
export interface QuotedMessage {
  readonly author: ArrivedUser
  readonly text: string
  readonly files: readonly Pick<ArrivedFile, 'name'>[]
}

/** What fits into a question beside the request itself. */
const MOST_CHARACTERS = 6_000
const NAME_CHARACTERS = 80
const MOST_FILES = 5

/** A message as the model is lent it, with who wrote it, and with a word on files that are not read. */
export function describeMessage(message: QuotedMessage, words: DiscordWords): string {
  return cutText([`${nameOf(message)}: ${message.text.trim()}`, ...filesOf(message, words)].join('\n'), MOST_CHARACTERS)
}

/** As one line among others. @returns undefined when it says nothing */
export function describeLine(message: QuotedMessage, words: DiscordWords, most: number): string | undefined {
  const said = [message.text.replace(/\s*\n\s*/g, ' / ').trim(), ...filesOf(message, words)].filter(
    (part) => part !== '',
  )
  return said.length === 0 ? undefined : `${nameOf(message)}: ${cutText(said.join(' '), most)}`
}

function nameOf({ author }: QuotedMessage): string {
  return cleanLine(author.name, NAME_CHARACTERS)
}

function filesOf({ files }: QuotedMessage, { menus, joinNames }: DiscordWords): string[] {
  const names = files.slice(0, MOST_FILES).map(({ name }) => cleanLine(name, NAME_CHARACTERS))
  return names.length === 0 ? [] : [menus.attached(joinNames(names))]
}
