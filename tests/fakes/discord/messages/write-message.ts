import { MessageFlags, MessageType } from 'discord.js'
import type { PeerState } from '../peer-state.ts'
import { DiscordRefusal, invalidForm } from '../refusal.ts'
import type { UploadedFile } from '../rest/read-body.ts'
import { openThreadForMessage } from '../thread-events.ts'
import { isObject, listOf, numberOf, objectOf, objectsOf, textOf, type WireObject } from '../wire.ts'
import { checkMessageBody, isEmptyBody } from './check-message.ts'
import type { DiscordFile } from './files.ts'
import { findMentions } from './find-mentions.ts'
import {
  type DiscordMessage,
  isEphemeral,
  isV2,
  keepVersion,
  type NewMessage,
  numberComponents,
  textsOf,
} from './message.ts'
import { emitMessage } from './message-events.ts'
import { OWN_FLAGS } from './wire-message.ts'

/** What the app sends: the body of a request, and its files. */
export interface Draft {
  readonly body: WireObject
  readonly files: readonly UploadedFile[]
}

/** Puts a message of the app's where it belongs, and tells of it. @throws DiscordRefusal */
export function writeMessage(
  state: PeerState,
  draft: Draft,
  about: Pick<NewMessage, 'channelId'> & Partial<NewMessage> & { readonly repliedTo?: string },
): DiscordMessage {
  const { body, files } = draft
  const { store, world } = state
  checkMessageBody(body, files)
  const isLoading = ((about.flags ?? 0) & MessageFlags.Loading) !== 0
  if (!isLoading && isEmptyBody(body, files)) throw new DiscordRefusal(400, 50006, 'Cannot send an empty message')
  const { repliedTo, ...place } = about
  const components = numberComponents(objectsOf(body.components))
  const content = textOf(body.content)
  const found = mentionsOf(state, { channelId: place.channelId, content, components }, body, repliedTo)
  const message = store.add({
    type: MessageType.Default,
    ...place,
    guildId: world.channel(place.channelId).guildId,
    authorId: world.appId,
    content,
    components,
    embeds: objectsOf(body.embeds).map(wireEmbed),
    attachments: keepFiles(state, place.channelId, draft),
    flags: ((numberOf(body.flags) ?? 0) & OWN_FLAGS) | (place.flags ?? 0),
    mentions: found.mentions,
  })
  recordPings(state, 'create', message, found.pings)
  openThreadForMessage(state, message)
  emitMessage(state, 'MESSAGE_CREATE', message)
  return message
}

/** Changes a message of the app's as a body says; what it does not name stays. @throws DiscordRefusal */
export function editMessage(state: PeerState, draft: Draft, message: DiscordMessage): void {
  const { body, files } = draft
  checkMessageBody(body, files, message)
  const becomesV2 = isV2({ flags: numberOf(body.flags) ?? 0 })
  const content = body.content === undefined ? message.content : textOf(body.content)
  const embeds = isNamed(body.embeds) ? objectsOf(body.embeds).map(wireEmbed) : message.embeds
  if (becomesV2 && (content !== '' || embeds.length > 0))
    throw invalidForm(
      content === '' ? 'embeds' : 'content',
      'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
      'The field cannot be used when using MessageFlags.IS_COMPONENTS_V2',
    )
  const components = isNamed(body.components) ? numberComponents(objectsOf(body.components)) : message.components
  const attachments = editFiles(state, draft, message)
  if (isEmptyBody({ content, embeds, components }, files) && attachments.length === 0)
    throw new DiscordRefusal(400, 50006, 'Cannot send an empty message')
  const shown = { channelId: message.channelId, content, components }
  const found = mentionsOf(state, shown, body, undefined)
  Object.assign(message, { content, embeds, components, attachments, mentions: found.mentions })
  message.flags = editedFlags(message.flags, numberOf(body.flags))
  message.editedAt = new Date().toISOString()
  keepVersion(message)
  recordPings(state, 'edit', message, found.pings)
  emitMessage(state, 'MESSAGE_UPDATE', message)
}

/** The newer components cannot be given up again; a message that was edited is not loading any more. */
function editedFlags(before: number, wanted: number | undefined): number {
  const kept = before & ~MessageFlags.Loading
  if (wanted === undefined) return kept
  const lasting = kept & ~(OWN_FLAGS & ~MessageFlags.IsComponentsV2)
  return lasting | (wanted & OWN_FLAGS)
}

function mentionsOf(
  state: PeerState,
  shown: Pick<DiscordMessage, 'channelId' | 'content' | 'components'>,
  body: WireObject,
  repliedTo: string | undefined,
) {
  const allowed = isObject(body.allowed_mentions) ? body.allowed_mentions : undefined
  const { channelId } = shown
  return findMentions({
    text: textsOf(shown),
    authorId: state.world.appId,
    channelId,
    world: state.world,
    allowed,
    repliedTo,
  })
}

/** Whoever is called by a message that one person alone sees hears nothing of it. */
function recordPings(
  state: PeerState,
  how: 'create' | 'edit',
  message: DiscordMessage,
  pings: readonly string[],
): void {
  if (isEphemeral(message)) return
  for (const ping of pings) state.pings.add({ how, channelId: message.channelId, messageId: message.id, ping })
}

function keepFiles(state: PeerState, channelId: string, { body, files }: Draft): readonly DiscordFile[] {
  return files.map(({ number, name, contentType, content }) => {
    const about = objectsOf(body.attachments).find((one) => String(one.id) === number) ?? {}
    const description = textOf(about.description)
    return state.files.add(channelId, {
      filename: textOf(about.filename) || name,
      contentType,
      content,
      ...(description === '' ? {} : { description }),
    })
  })
}

/** Where `attachments` are named, those stay that are in the list; files that come along are added. */
function editFiles(state: PeerState, draft: Draft, message: DiscordMessage): readonly DiscordFile[] {
  const added = keepFiles(state, message.channelId, draft)
  if (!isNamed(draft.body.attachments)) return [...message.attachments, ...added]
  const kept = listOf(draft.body.attachments).map((one) => String(objectOf(one).id))
  return [...message.attachments.filter(({ id }) => kept.includes(id)), ...added]
}

const isNamed = (value: unknown) => value !== undefined
const wireEmbed = (embed: WireObject): WireObject => ({ type: 'rich', ...embed })
