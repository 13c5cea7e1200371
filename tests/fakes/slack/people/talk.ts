import type { Delivery, DeliveryOptions } from '../deliver/delivery.ts'
import type { SlackFile } from '../files.ts'
import type { SlackMessage } from '../message.ts'
import { changedEvent, deletedEvent, postedEvent } from '../message-events.ts'
import { reactionEvent } from '../reaction-events.ts'
import type { WireObject } from '../wire.ts'
import { wireMessage } from '../wire-message.ts'
import { BOT_USER } from '../world.ts'
import { type PeopleContext, requireMember } from './people-context.ts'

export interface Saying {
  readonly user: string
  /** The direct message with Kiku where it is left out. */
  readonly channel?: string
  /** As Slack delivers it: `<@U…>` for names, `&lt;` for what was typed as `<`. */
  readonly text: string
  readonly threadTs?: string
  readonly files?: readonly SlackFile[]
  /** Shows a reply in the channel, too. */
  readonly isBroadcast?: boolean
  /** Epoch milliseconds; now by default. */
  readonly at?: number
  /** Stands there, and the app is not told: history from before its time. */
  readonly isQuiet?: boolean
  /** Which of the two deliveries of a mention comes first. */
  readonly order?: 'message-first' | 'mention-first'
  /** Which of the two come at all. */
  readonly twins?: 'both' | 'message' | 'mention'
  readonly delivery?: DeliveryOptions
}

export interface Said {
  readonly message: SlackMessage
  readonly channel: string
  readonly ts: string
  /** The thread that it begins or is in. */
  readonly threadTs: string
  /** What the app was told, in the order of telling. */
  readonly deliveries: readonly Delivery[]
}

export interface MessagePlace {
  readonly channel: string
  readonly ts: string
}

/** People who write, edit, delete and react. Each resolves when the app has acknowledged what it was told. */
export interface Talk {
  say(saying: Saying): Promise<Said>
  edit(
    place: MessagePlace & { readonly text: string; readonly delivery?: DeliveryOptions },
  ): Promise<readonly Delivery[]>
  /** Deletes a message, of whomever. */
  remove(place: MessagePlace & { readonly delivery?: DeliveryOptions }): Promise<Delivery | undefined>
  /** Slack adds the preview of a link: a change in which no word changed. */
  unfurl(place: MessagePlace): Promise<Delivery | undefined>
  react(reaction: MessagePlace & { readonly user: string; readonly name: string }): Promise<Delivery | undefined>
  unreact(reaction: MessagePlace & { readonly user: string; readonly name: string }): Promise<Delivery | undefined>
}

export function createTalk(context: PeopleContext): Talk {
  const { state, deliverEvent } = context
  const { store, world } = state

  function find({ channel, ts }: MessagePlace): SlackMessage {
    const message = store.find(channel, ts)
    if (message === undefined) throw new Error(`The Slack peer has no message ${ts} in ${channel}.`)
    return message
  }

  async function change(message: SlackMessage, before: WireObject, options?: DeliveryOptions) {
    const channel = world.channel(message.channel)
    return deliverEvent(changedEvent(message, before, channel, store.nextTs()), channel.id, options)
  }

  async function toggleReaction(reaction: MessagePlace & { user: string; name: string }, isAdded: boolean) {
    const message = find(reaction)
    requireMember(reaction.user, message.channel, state)
    const users = message.reactions.get(reaction.name) ?? new Set<string>()
    if (isAdded) message.reactions.set(reaction.name, users.add(reaction.user))
    else users.delete(reaction.user)
    if (users.size === 0) message.reactions.delete(reaction.name)
    const { user, name } = reaction
    return deliverEvent(reactionEvent({ message, user, name, isAdded }, state), message.channel)
  }

  return {
    async say(saying) {
      const message = write(saying, context)
      const deliveries = saying.isQuiet === true ? [] : await tell(message, saying, context)
      const { channel, ts } = message
      return { message, channel, ts, threadTs: message.threadTs ?? ts, deliveries }
    },
    async edit(place) {
      const message = find(place)
      const before = wireMessage(message)
      const wasMention = mentions(message)
      message.text = place.text
      message.edits += 1
      message.edited = { user: message.user, ts: store.nextTs() }
      const told = [change(message, before, place.delivery)]
      if (!wasMention && mentions(message))
        told.push(deliverEvent(mentionEvent(message), message.channel, place.delivery))
      return present(await Promise.all(told))
    },
    async remove(place) {
      const message = find(place)
      const event = deletedEvent(message, world.channel(message.channel), state)
      return deliverEvent(event, message.channel, place.delivery)
    },
    async unfurl(place) {
      const message = find(place)
      const before = wireMessage(message)
      message.attachments = [
        { id: 1, title: 'A page', title_link: 'https://example.com/', from_url: 'https://example.com/' },
      ]
      return change(message, before)
    },
    react: (reaction) => toggleReaction(reaction, true),
    unreact: (reaction) => toggleReaction(reaction, false),
  }
}

function write(saying: Saying, { state }: PeopleContext): SlackMessage {
  const { store, world } = state
  const { user, text, threadTs, files = [] } = saying
  const channel = saying.channel ?? world.directMessage(user).id
  requireMember(user, channel, state)
  const author = world.user(user)
  const subtype = saying.isBroadcast === true ? 'thread_broadcast' : files.length > 0 ? 'file_share' : undefined
  return store.add({
    channel,
    user,
    text,
    team: author.team,
    files: files.map(({ wire }) => wire),
    ...(author.botId === undefined ? {} : { bot: author.botId }),
    ...(threadTs === undefined ? {} : { threadTs }),
    ...(subtype === undefined ? {} : { subtype }),
    ...(saying.at === undefined ? {} : { ts: store.nextTs(saying.at) }),
  })
}

/** A message that names the app is told of twice, each time with an event id of its own; not so in direct messages. */
async function tell(message: SlackMessage, saying: Saying, { state, deliverEvent }: PeopleContext) {
  const channel = state.world.channel(message.channel)
  const { twins = 'both', order = 'message-first' } = saying
  const isNamed = mentions(message) && channel.kind !== 'im'
  const asMessage = () => deliverEvent(postedEvent(message, channel), channel.id, saying.delivery)
  const asMention = () => deliverEvent(mentionEvent(message), channel.id, saying.delivery)
  const wanted = [
    ...(twins === 'mention' && isNamed ? [] : [asMessage]),
    ...(twins === 'message' || !isNamed ? [] : [asMention]),
  ]
  const ordered = order === 'mention-first' ? wanted.reverse() : wanted
  return present(await Promise.all(ordered.map((tellOnce) => tellOnce())))
}

const mentions = ({ text }: SlackMessage) => new RegExp(`<@${BOT_USER}(?:\\|[^>]*)?>`).test(text)

/** https://docs.slack.dev/reference/events/app_mention: without the type of the channel. */
function mentionEvent(message: SlackMessage): WireObject {
  const { subtype: _subtype, ...about } = wireMessage(message)
  return { ...about, type: 'app_mention', channel: message.channel, event_ts: message.ts }
}

const present = <Item>(items: readonly (Item | undefined)[]): readonly Item[] =>
  items.filter((item) => item !== undefined)
