import { z } from 'zod'
import { DIRECT } from '../discord-ids.ts'
import { type MarkupNames, readMarkup } from './read-markup.ts'
import { readUser } from './read-user.ts'
import type { Reading } from './reading.ts'
import { embedSchema, mentionSchema, pollSchema, snapshotSchema, type WireMessage } from './schema.ts'

type Words = { readonly [Field in keyof WireMessage]?: WireMessage[Field] | undefined }

const MOST_FORWARDED = 3
const MOST_PARTS = 50
const LONGEST_PART = 4_000

/**
 * What a message says: its text; a poll, by its question and answers; and below, as quotes, what was forwarded. Previews
 * of links are nobody's words.
 */
export function readMessageText(message: Words, reading: Reading): string {
  const own = readMarkup(message.content ?? '', namesFor(message, reading))
  return [own, readPoll(message.poll), ...readForwarded(message, reading)].filter((part) => part !== '').join('\n\n')
}

/** The same of a message that may be a bot's, whose words can stand in embeds and components instead. */
export function readAnyText(message: Words, reading: Reading): string {
  const text = readMessageText(message, reading)
  if (text !== '') return text
  const names = namesFor(message, reading)
  const embedded = (message.embeds ?? []).slice(0, MOST_PARTS).flatMap((item) => {
    const { title, description } = embedSchema.safeParse(item).data ?? {}
    return [title, description]
  })
  return [...embedded, ...listTexts(message.components ?? [])]
    .slice(0, MOST_PARTS)
    .map((part) => readMarkup((part ?? '').slice(0, LONGEST_PART), names))
    .filter((part) => part !== '')
    .join('\n\n')
}

const partSchema = z.object({
  type: z.number(),
  content: z.string().optional().catch(undefined),
  components: z.array(z.unknown()).catch([]),
})
const TEXT_DISPLAY = 10
const DEEPEST = 4

/** https://discord.com/developers/docs/components/reference#text-display, wherever it stands. */
function listTexts(components: readonly unknown[], depth = 0): readonly string[] {
  if (depth > DEEPEST) return []
  return components.slice(0, MOST_PARTS).flatMap((component) => {
    const part = partSchema.safeParse(component).data
    if (part === undefined) return []
    return [
      ...(part.type === TEXT_DISPLAY && part.content ? [part.content] : []),
      ...listTexts(part.components, depth + 1),
    ]
  })
}

function readPoll(raw: unknown): string {
  const poll = pollSchema.safeParse(raw).data
  const question = poll?.question?.text
  if (poll === undefined || !question) return ''
  const answers = poll.answers
    .slice(0, MOST_PARTS)
    .flatMap(({ poll_media: answer }) => (answer?.text ? [`- ${answer.text}`] : []))
  return readMarkup([question, ...answers].join('\n'), NOBODY)
}

/** https://discord.com/developers/docs/resources/message#message-snapshot-object: who wrote it is not told. */
function readForwarded(message: Words, reading: Reading): readonly string[] {
  return (message.message_snapshots ?? []).slice(0, MOST_FORWARDED).flatMap((item) => {
    const snapshot = snapshotSchema.safeParse(item).data?.message
    if (snapshot === undefined) return []
    const { mentions, content } = snapshot
    const said = readMarkup(content ?? '', { ...namesFor({ mentions, content }, reading), isOwn: () => false })
    return said === ''
      ? []
      : [
          said
            .split('\n')
            .map((line) => `> ${line}`)
            .join('\n'),
        ]
  })
}

function namesFor({ mentions, guild_id: guild, channel_id: from }: Words, { identity, names }: Reading): MarkupNames {
  const people = new Map(
    (mentions ?? []).flatMap((item) => {
      const user = mentionSchema.safeParse(item).data
      return user === undefined ? [] : [[user.id, readUser(user, user.member?.nick).name] as const]
    }),
  )
  const server = guild ?? DIRECT
  return {
    user: (id) => people.get(id),
    role: (id) => names.role(server, id),
    channel: (id) => names.channel(server, id, from ?? ''),
    isOwn: ({ kind, id }) => (kind === 'user' ? id === identity.user : names.isOwnRole(server, id)),
  }
}

const NOBODY: MarkupNames = {
  user: () => undefined,
  role: () => undefined,
  channel: () => undefined,
  isOwn: () => false,
}
