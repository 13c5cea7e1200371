import { ApplicationCommandOptionType as Type } from 'discord.js'
import type { NewFile } from '../messages/files.ts'
import type { PeerState } from '../peer-state.ts'
import { compact, numberOf, objectsOf, textOf, type WireObject } from '../wire.ts'
import type { WorldChannel } from '../world/world-channel.ts'
import type { Resolved } from './resolve.ts'

/** Ids for people, roles and channels; a file for an attachment. */
export type OptionValue = string | number | boolean | NewFile

export interface Filling {
  readonly state: PeerState
  readonly channel: WorldChannel
  readonly values: Readonly<Record<string, OptionValue>>
  readonly resolved: Resolved
  /** The option that somebody is at: then nothing is required, and its value is as far as they have come. */
  readonly focused: string | undefined
}

/**
 * Options of a command as somebody filled them in, in the form that the app is told.
 * @param path names of a sub-command group and a sub-command, where there are such
 * @throws Error where Discord's client would not let them send it
 */
export function fillOptions(command: WireObject, path: readonly string[], filling: Filling): readonly WireObject[] {
  const [name, ...rest] = path
  const options = objectsOf(command.options)
  const isNested = options.some(({ type }) => type === Type.Subcommand || type === Type.SubcommandGroup)
  if (name === undefined && isNested) throw new Error(`${textOf(command.name)} needs a sub-command.`)
  if (name === undefined) return fillLeaves(options, filling)
  const chosen = options.find((option) => option.name === name)
  if (chosen === undefined)
    throw new Error(`${textOf(command.name)} has no sub-command ${name}; it has ${namesOf(options)}.`)
  return [{ type: chosen.type, name, options: fillOptions(chosen, rest, filling) }]
}

const namesOf = (options: readonly WireObject[]) => options.map(({ name }) => textOf(name)).join(', ') || 'none'

function fillLeaves(options: readonly WireObject[], filling: Filling): readonly WireObject[] {
  const { values, focused } = filling
  const known = new Set(options.map(({ name }) => textOf(name)))
  const unknown = Object.keys(values).filter((name) => !known.has(name))
  if (unknown.length > 0) throw new Error(`No option ${unknown.join(', ')}; there is ${namesOf(options)}.`)
  return options.flatMap((option) => {
    const name = textOf(option.name)
    const value = values[name]
    if (value === undefined) {
      if (option.required === true && focused === undefined) throw new Error(`The option ${name} is required.`)
      return []
    }
    const isFocused = name === focused
    if (isFocused) {
      if (option.autocomplete !== true) throw new Error(`The option ${name} does not autocomplete.`)
      return [{ type: option.type, name, value, focused: true }]
    }
    return [compact({ type: option.type, name, value: fillLeaf(option, value, filling) })]
  })
}

function fillLeaf(option: WireObject, value: OptionValue, filling: Filling): string | number | boolean {
  const { resolved, state, channel } = filling
  const name = textOf(option.name)
  const refuse = (what: string): never => {
    throw new Error(`The option ${name} ${what}.`)
  }
  if (typeof value === 'object') {
    if (option.type !== Type.Attachment) return refuse('takes no file')
    const file = state.files.add(channel.id, value)
    resolved.addAttachment(state.files.wire(file))
    return file.id
  }
  const choices = objectsOf(option.choices)
  if (choices.length > 0 && !choices.some((choice) => choice.value === value)) refuse(`has no choice ${value}`)
  switch (option.type) {
    case Type.String: {
      if (typeof value !== 'string') return refuse('is a text')
      const most = numberOf(option.max_length) ?? 6_000
      if (value.length > most || value.length < (numberOf(option.min_length) ?? 0)) refuse('is too long or too short')
      return value
    }
    case Type.Integer:
    case Type.Number: {
      if (typeof value !== 'number' || (option.type === Type.Integer && !Number.isInteger(value)))
        return refuse('is a number')
      if (value < (numberOf(option.min_value) ?? -Infinity) || value > (numberOf(option.max_value) ?? Infinity))
        refuse('is out of range')
      return value
    }
    case Type.Boolean:
      return typeof value === 'boolean' ? value : refuse('is yes or no')
    default:
      resolve(option, String(value), filling)
      return String(value)
  }
}

function resolve({ type }: WireObject, id: string, { resolved, state }: Filling): void {
  if (type === Type.Channel) resolved.addChannel(id)
  else if (type === Type.Role) resolved.addRole(id)
  else if (type === Type.User || state.world.users.has(id)) resolved.addUser(id)
  else resolved.addRole(id)
}
