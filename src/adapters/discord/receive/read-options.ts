import { ApplicationCommandOptionType as Type } from 'discord.js'
import type { InteractionData } from './arrival.ts'
import { optionSchema, type WireCommand, type WireOption } from './interaction-schema.ts'
import { readFiles } from './read-files.ts'

type Command = Extract<InteractionData, { readonly kind: 'command' }>
type Autocomplete = Extract<InteractionData, { readonly kind: 'autocomplete' }>

/** What was given with a command; below a subcommand, where there is one. A group's name stands before its subcommand's. */
export function readOptions(command: WireCommand): Pick<Command, 'subcommand' | 'options' | 'files'> {
  const { subcommand, options } = unfold(command.options)
  const attached = command.resolved?.attachments
  const files = options.flatMap(({ type, value }) => (type === Type.Attachment ? [attached?.[String(value)]] : []))
  const values = options.flatMap(({ name, type, value }) =>
    type === Type.Attachment || value === undefined ? [] : [[name, value] as const],
  )
  return {
    ...(subcommand === undefined ? {} : { subcommand }),
    options: Object.fromEntries(values),
    files: readFiles(files),
  }
}

/** The option that is being written. */
export function findFocused(command: WireCommand): Pick<Autocomplete, 'subcommand' | 'focused'> | undefined {
  const { subcommand, options } = unfold(command.options)
  const focused = options.find((option) => option.focused === true)
  if (focused === undefined) return undefined
  return {
    ...(subcommand === undefined ? {} : { subcommand }),
    focused: { name: focused.name, value: String(focused.value ?? '') },
  }
}

interface Unfolded {
  readonly subcommand: string | undefined
  readonly options: readonly WireOption[]
}

function unfold(raw: readonly unknown[] | null | undefined, above: readonly string[] = []): Unfolded {
  const options = (raw ?? []).flatMap((option) => optionSchema.safeParse(option).data ?? [])
  const inner = options.find(({ type }) => type === Type.Subcommand || type === Type.SubcommandGroup)
  // A subcommand stands in a group at most.
  if (inner !== undefined && above.length < 2) return unfold(inner.options, [...above, inner.name])
  return { subcommand: above.length === 0 ? undefined : above.join(' '), options }
}
