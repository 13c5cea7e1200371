import { show } from '../answer-response-url.ts'
import type { Delivery, DeliveryOptions } from '../deliver/delivery.ts'
import { APP, VERIFICATION_TOKEN } from '../envelopes.ts'
import type { Ephemeral } from '../ephemerals.ts'
import { blocksOf, type SlackMessage } from '../message.ts'
import type { ResponseTarget } from '../response-urls.ts'
import type { OpenView } from '../views.ts'
import { wireView } from '../views.ts'
import { objectOf, objectsOf, SlackRefusal, textOf, type WireObject } from '../wire.ts'
import { wireMessage } from '../wire-message.ts'
import { actionOf, findElement, valuesOf, type Wanted } from './block-actions.ts'
import { actorOf, type PeopleContext, requireMember } from './people-context.ts'

/** What came of something that somebody did. */
export interface Interaction {
  readonly delivery: Delivery
  readonly isAcknowledged: boolean
  readonly triggerId: string
  /** Empty where Slack gives none. */
  readonly responseUrl: string
  /** What was shown to that person since, privately or by way of this interaction, oldest first. Grows. */
  replies(): readonly (Ephemeral | SlackMessage)[]
}

export interface Click extends Wanted {
  readonly user: string
  readonly on: SlackMessage | Ephemeral | OpenView
  readonly delivery?: DeliveryOptions
}

/** People who use commands, buttons and shortcuts. Each resolves when the app has acknowledged, or failed to. */
export interface Interact {
  /** @param text what stands behind the command */
  command(
    text: string,
    about: {
      readonly user: string
      readonly channel?: string
      readonly command?: string
      readonly delivery?: DeliveryOptions
    },
  ): Promise<Interaction>
  click(click: Click): Promise<Interaction>
  /** Uses a shortcut: of a message where there is one, else a global one. */
  shortcut(about: {
    readonly user: string
    readonly callbackId: string
    readonly on?: SlackMessage
  }): Promise<Interaction>
}

export function createInteract({ state, deliver }: PeopleContext): Interact {
  const { ephemerals, responses, store, triggers, world } = state

  function finish(
    delivery: Delivery,
    user: string,
    triggerId: string,
    response?: { url: string; target: ResponseTarget },
  ): Interaction {
    const answer = objectOf(delivery.acknowledgement)
    const says = textOf(answer.text) !== '' || objectsOf(answer.blocks).length > 0
    if (response !== undefined && says) showAcknowledged(answer, response.target)
    return {
      delivery,
      isAcknowledged: delivery.isAcknowledged,
      triggerId,
      responseUrl: response?.url ?? '',
      replies: () => repliesTo(delivery, user, response?.target),
    }
  }

  /** Slack drops an acknowledgement that it cannot show; here that is an error, so that nobody misses it. */
  function showAcknowledged(answer: WireObject, target: ResponseTarget): void {
    try {
      show(answer, target, state, 'acknowledgement')
    } catch (error) {
      if (error instanceof SlackRefusal) throw new Error(`Slack would not show this acknowledgement: ${error.message}`)
      throw error
    }
  }

  function repliesTo({ at }: Delivery, user: string, target: ResponseTarget | undefined) {
    const since = (ts: string) => Number(ts) * 1000 >= at
    const own = ephemerals.all.filter((one) => one.user === user && !one.isDeleted && since(one.ts))
    const posted = (target?.shown ?? []).flatMap(({ kind, ts }) => {
      const message = kind === 'message' && target !== undefined ? store.find(target.channel, ts) : undefined
      return message === undefined ? [] : [message]
    })
    return [...own, ...posted].sort((first, second) => Number(first.ts) - Number(second.ts))
  }

  return {
    async command(text, { user, channel = world.directMessage(user).id, command = '/kiku', delivery: how }) {
      requireMember(user, channel, state)
      const triggerId = triggers.issue(user)
      const response = responses.issue({ channel, user, originalTs: undefined })
      const { kind, name } = world.channel(channel)
      const body: WireObject = {
        token: VERIFICATION_TOKEN,
        team_id: world.team,
        team_domain: world.teamName,
        channel_id: channel,
        channel_name: kind === 'im' ? 'directmessage' : kind === 'public' ? name : 'privategroup',
        user_id: user,
        user_name: world.user(user).name,
        command,
        text,
        api_app_id: APP,
        is_enterprise_install: 'false',
        response_url: response.url,
        trigger_id: triggerId,
      }
      return finish(await deliver('slash_commands', body, how), user, triggerId, response)
    },

    async click({ user, on, delivery: how, ...wanted }) {
      const place = placeOf(on)
      if (place.channel !== undefined) requireMember(user, place.channel, state)
      if ('kind' in on && (on.user !== user || on.isDeleted)) throw new Error(`${user} does not see this.`)
      const found = findElement(place.blocks, wanted)
      const seenBy = found.element.visible_to_user_ids
      if (Array.isArray(seenBy) && !seenBy.includes(user)) throw new Error(`${user} does not see this button.`)
      const triggerId = triggers.issue(user)
      const { channel, ts } = place
      const response = channel === undefined ? undefined : responses.issue({ channel, user, originalTs: ts })
      const entered = wanted.value === undefined ? {} : { [wanted.actionId]: wanted.value }
      const body: WireObject = {
        type: 'block_actions',
        ...actorOf(user, state),
        ...place.payload,
        container: place.container,
        ...(channel === undefined ? {} : { channel: { id: channel, name: world.channel(channel).name } }),
        state: { values: valuesOf(place.blocks, entered) },
        actions: [actionOf(found, wanted, store.nextTs())],
        trigger_id: triggerId,
        ...(response === undefined ? {} : { response_url: response.url }),
      }
      return finish(await deliver('interactive', body, how), user, triggerId, response)
    },

    async shortcut({ user, callbackId, on }) {
      const triggerId = triggers.issue(user)
      const common = {
        ...actorOf(user, state),
        callback_id: callbackId,
        trigger_id: triggerId,
        action_ts: store.nextTs(),
      }
      if (on === undefined)
        return finish(await deliver('interactive', { type: 'shortcut', ...common }), user, triggerId)
      requireMember(user, on.channel, state)
      const response = responses.issue({ channel: on.channel, user, originalTs: undefined })
      const body: WireObject = {
        type: 'message_action',
        ...common,
        message_ts: on.ts,
        message: wireMessage(on),
        channel: { id: on.channel, name: world.channel(on.channel).name },
        response_url: response.url,
      }
      return finish(await deliver('interactive', body), user, triggerId, response)
    },
  }
}

interface Place {
  readonly blocks: readonly WireObject[]
  readonly container: WireObject
  /** What the payload says of the message or view itself. Slack says nothing of what only one person sees. */
  readonly payload: WireObject
  readonly channel: string | undefined
  readonly ts: string | undefined
}

function placeOf(on: Click['on']): Place {
  if ('view' in on) {
    const blocks = objectsOf(on.view.blocks)
    return {
      blocks,
      container: { type: 'view', view_id: on.id },
      payload: { view: wireView(on, valuesOf(blocks, {})) },
      channel: undefined,
      ts: undefined,
    }
  }
  const { channel, ts, threadTs } = on
  const isEphemeral = 'kind' in on
  const container: WireObject = {
    type: 'message',
    message_ts: ts,
    channel_id: channel,
    is_ephemeral: isEphemeral,
    ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
  }
  const blocks = isEphemeral ? on.blocks : blocksOf(on)
  return { blocks, container, payload: isEphemeral ? {} : { message: wireMessage(on) }, channel, ts }
}
