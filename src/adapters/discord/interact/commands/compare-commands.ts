import { ApplicationCommandType } from 'discord.js'
import { z } from 'zod'

const Named = z.looseObject({ name: z.string(), type: z.number().nullish() })

/** Commands as Discord tells them. */
export const StoredCommands = z.array(Named)
export type Command = z.infer<typeof Named>

/** What Kiku says of commands, of their options and choices. What Discord adds, such as ids, says nothing. */
const SAID = [
  ...['type', 'name', 'name_localizations', 'description', 'description_localizations', 'options', 'choices', 'value'],
  ...['required', 'autocomplete', 'min_value', 'max_value', 'min_length', 'max_length', 'channel_types', 'nsfw'],
  ...['default_member_permissions', 'integration_types', 'contexts'],
]
/** Their order means nothing. */
const SETS: ReadonlySet<string> = new Set(['integration_types', 'contexts', 'channel_types'])

/** Whether two lists of commands say the same, with what they leave to Discord filled in. */
export function areSameCommands(some: readonly Command[], others: readonly Command[]): boolean {
  return writeAll(some) === writeAll(others)
}

function writeAll(commands: readonly Command[]): string {
  const written = commands.map((command) =>
    write({ ...command, type: command.type ?? ApplicationCommandType.ChatInput }),
  )
  return JSON.stringify(written.sort())
}

function write(command: Command): string {
  return JSON.stringify(simplify(command))
}

/** Leaves out what is as good as not said: nothing, no, the empty. */
function simplify(value: unknown, field = ''): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => simplify(item))
    return SETS.has(field) ? items.sort() : items
  }
  if (typeof value !== 'object' || value === null) return value
  const isLocalised = field.endsWith('_localizations')
  return Object.entries(value)
    .filter(([name, part]) => (isLocalised || SAID.includes(name)) && !isEmpty(part))
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, part]) => [name, simplify(part, name)])
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === '') return true
  return typeof value === 'object' && Object.keys(value).length === 0
}
