import { MessageFlags } from 'discord.js'
import { ACTIONS } from '../../src/adapters/discord/interact/action-ids.ts'
import { type DiscordMessage, visibleText } from '../../tests/fakes/discord/discord-server.ts'
import { findMarks, type Mark } from '../chat/marks.ts'
import { PLACEHOLDER } from './bare-placeholder.ts'

/** What there is to know of a message that the app wrote. */
export interface ReadReply {
  /** Ids of the questions that its buttons name. */
  readonly named: readonly string[]
  /** Marks of answers in it. */
  readonly marks: readonly Mark[]
  readonly text: string
  readonly isInTheMaking: boolean
  /** Whether it can be judged, as answers can. */
  readonly isJudged: boolean
}

/** By the number of versions that a message had when it was read: reading all of them again and again takes long. */
const read = new WeakMap<DiscordMessage, { readonly versions: number; readonly reply: ReadReply }>()

export function readReply(message: DiscordMessage): ReadReply {
  const known = read.get(message)
  if (known?.versions === message.versions.length) return known.reply
  const reply = readAnew(message)
  read.set(message, { versions: message.versions.length, reply })
  return reply
}

function readAnew(message: DiscordMessage): ReadReply {
  const { flags, content, components } = message
  const json = JSON.stringify(components)
  const text = visibleText(message)
  const hasAction = (action: string) => json.includes(`"${action}:`)
  const isLoading = (flags & MessageFlags.Loading) !== 0
  return {
    named: [...json.matchAll(/:discord:\w+:\w+:(\d+)/g)].flatMap(([, id]) => (id === undefined ? [] : [id])),
    marks: findMarks(text).filter(({ part }) => part > 0),
    text,
    isInTheMaking: isLoading || hasAction(ACTIONS.stop) || content === PLACEHOLDER,
    isJudged: hasAction(ACTIONS.helpful),
  }
}
