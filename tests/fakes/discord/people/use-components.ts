import { ButtonStyle, InteractionType, ComponentType as Type } from 'discord.js'
import type { OpenModal } from '../interactions.ts'
import { componentsIn, type DiscordMessage } from '../messages/message.ts'
import type { PeerState } from '../peer-state.ts'
import { compact, numberOf, objectOf, objectsOf, textOf, type WireObject } from '../wire.ts'
import { type Interaction, interact } from './interaction.ts'
import { type PeopleContext, requireSeen } from './people-context.ts'
import { createResolved } from './resolve.ts'

interface Using {
  readonly user: string
  readonly on: DiscordMessage
  readonly locale?: string
  /** Whether to wait for the app's answer, or until it failed to. Default true. */
  readonly isAwaited?: boolean
}

/** A component by its custom id, whole or by a pattern. */
type Wanted = string | RegExp

/** People who click, choose and fill in forms. */
export interface UseComponents {
  /** @param click `label`: what stands on the button, or its emoji */
  click(click: Using & { readonly customId?: Wanted; readonly label?: Wanted }): Promise<Interaction>
  /** @param choice `values` of the options, or ids; `customId` where there are several menus */
  choose(choice: Using & { readonly customId?: Wanted; readonly values: readonly string[] }): Promise<Interaction>
  /**
   * Sends a form, the top one of that person by default.
   * @param about `fields` by custom id
   */
  submitModal(about: {
    readonly user: string
    readonly modal?: OpenModal
    readonly fields: Readonly<Record<string, string | readonly string[]>>
    readonly locale?: string
    readonly isAwaited?: boolean
  }): Promise<Interaction>
  /** The form that somebody has before them. */
  modalOf(user: string): OpenModal | undefined
  /** Closes a form, of which the app does not hear. */
  dismissModal(user: string): void
}

export function createUseComponents(context: PeopleContext): UseComponents {
  const { state } = context
  const { modals } = state.interactions
  const modalOf = (user: string) => modals.findLast(({ userId }) => userId === user)
  const close = (modal: OpenModal) => void modals.splice(modals.indexOf(modal), 1)

  function act({ user, on, locale, isAwaited = true }: Using, data: WireObject): Promise<Interaction> {
    return interact(context, {
      type: InteractionType.MessageComponent,
      user,
      channel: state.world.channel(on.channelId),
      data,
      locale,
      source: on,
      owners: ownersOf(state, on),
      isAwaited,
    })
  }

  return {
    modalOf,
    async click(click) {
      requireSeen(state, click.user, click.on)
      const buttons = componentsIn(click.on.components).filter(({ type }) => type === Type.Button)
      const button = buttons.find(
        ({ custom_id: id, label, emoji }) =>
          fits(click.customId, textOf(id)) &&
          (fits(click.label, textOf(label)) || fits(click.label, textOf(objectOf(emoji).name))),
      )
      const there = buttons.map(({ custom_id: id, label }) => `${textOf(label)} (${textOf(id)})`).join(', ')
      if (button === undefined) throw new Error(`No such button; there is: ${there || 'none'}.`)
      if (button.disabled === true) throw new Error(`The button ${textOf(button.label)} is disabled.`)
      if (button.style === ButtonStyle.Link) throw new Error('A link goes elsewhere; the app does not hear of it.')
      return act(click, { component_type: Type.Button, custom_id: button.custom_id, id: button.id })
    },
    async choose(choice) {
      requireSeen(state, choice.user, choice.on)
      const selects = componentsIn(choice.on.components).filter(isSelect)
      const select = selects.find(({ custom_id: id }) => fits(choice.customId, textOf(id)))
      if (select === undefined)
        throw new Error(`No such menu; there is: ${selects.map(({ custom_id: id }) => id).join(', ')}.`)
      if (select.disabled === true) throw new Error('The menu is disabled.')
      checkChosen(select, choice.values)
      const resolved = createResolved(state, state.world.channel(choice.on.channelId))
      for (const value of choice.values) resolve(select, value, state, resolved)
      const data = { component_type: select.type, custom_id: select.custom_id, id: select.id, values: choice.values }
      return act(choice, compact({ ...data, resolved: resolved.wire() }))
    },
    async submitModal({ user, modal = modalOf(user), fields, locale, isAwaited = true }) {
      if (modal === undefined) throw new Error(`${state.world.user(user).username} has no form open.`)
      const components = modal.components.map((component) => fillPart(component, fields))
      requireKnown(modal, fields)
      close(modal)
      const { source, channelId, payload } = modal.interaction
      return interact(context, {
        type: InteractionType.ModalSubmit,
        user,
        channel: state.world.channel(channelId),
        data: { custom_id: modal.customId, components },
        locale,
        source,
        owners: objectOf(payload.authorizing_integration_owners),
        isAwaited,
      })
    },
    dismissModal(user) {
      const modal = modalOf(user)
      if (modal !== undefined) close(modal)
    },
  }
}

const isSelect = ({ type }: WireObject) =>
  type === Type.StringSelect ||
  type === Type.UserSelect ||
  type === Type.RoleSelect ||
  type === Type.MentionableSelect ||
  type === Type.ChannelSelect

function fits(wanted: Wanted | undefined, text: string): boolean {
  if (wanted === undefined) return true
  return typeof wanted === 'string' ? wanted === text : wanted.test(text)
}

/** A component belongs to whoever the message does: who installed the app that sent it. */
function ownersOf(state: PeerState, { interactionId, guildId }: DiscordMessage): WireObject {
  const asked = state.interactions.find(interactionId ?? '')
  return asked === undefined ? { 0: guildId ?? '0' } : objectOf(asked.payload.authorizing_integration_owners)
}

function checkChosen(select: WireObject, values: readonly string[]): void {
  const least = numberOf(select.min_values) ?? 1
  const most = numberOf(select.max_values) ?? 1
  if (values.length < least || values.length > most) throw new Error(`The menu takes ${least} to ${most} values.`)
  if (select.type !== Type.StringSelect) return
  const known = objectsOf(select.options).map(({ value }) => textOf(value))
  const unknown = values.filter((value) => !known.includes(value))
  if (unknown.length > 0) throw new Error(`The menu has no ${unknown.join(', ')}; it has ${known.join(', ')}.`)
}

function resolve(
  { type }: WireObject,
  id: string,
  state: PeerState,
  resolved: ReturnType<typeof createResolved>,
): void {
  if (type === Type.ChannelSelect) resolved.addChannel(id)
  else if (type === Type.RoleSelect) resolved.addRole(id)
  else if (type === Type.UserSelect || (type === Type.MentionableSelect && state.world.users.has(id)))
    resolved.addUser(id)
  else if (type === Type.MentionableSelect) resolved.addRole(id)
}

type Fields = Readonly<Record<string, string | readonly string[]>>

function fillPart(component: WireObject, fields: Fields): WireObject {
  const { type, id } = component
  if (type === Type.ActionRow)
    return compact({ type, id, components: objectsOf(component.components).map((one) => fillField(one, fields)) })
  if (type === Type.Label) return compact({ type, id, component: fillField(objectOf(component.component), fields) })
  return compact({ type, id })
}

function fillField(field: WireObject, fields: Fields): WireObject {
  const { type, id, custom_id } = field
  const name = textOf(custom_id)
  const entered = fields[name]
  if (type !== Type.TextInput) {
    const values = typeof entered === 'string' ? [entered] : (entered ?? [])
    if (values.length > 0 || field.required !== false) checkChosen(field, values)
    return compact({ type, id, custom_id, values })
  }
  const value = typeof entered === 'string' ? entered : textOf(field.value)
  if (value === '' && field.required !== false) throw new Error(`The field ${name} is required and empty.`)
  if (value.length > (numberOf(field.max_length) ?? 4_000)) throw new Error(`The field ${name} is too long.`)
  if (value !== '' && value.length < (numberOf(field.min_length) ?? 0))
    throw new Error(`The field ${name} is too short.`)
  return compact({ type, id, custom_id, value })
}

function requireKnown({ components }: OpenModal, fields: Fields): void {
  const known = componentsIn(components).map(({ custom_id: id }) => textOf(id))
  const unknown = Object.keys(fields).filter((name) => !known.includes(name))
  if (unknown.length > 0)
    throw new Error(`The form has no ${unknown.join(', ')}; it has ${known.filter((id) => id !== '').join(', ')}.`)
}
