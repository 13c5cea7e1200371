import { Locale, ApplicationCommandOptionType as Option, ApplicationCommandType as Type } from 'discord.js'
import { createProblems, type Problems } from '../refusal.ts'
import { listOf, objectOf, objectsOf, textOf, type WireObject } from '../wire.ts'

const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u
const LOCALES: ReadonlySet<string> = new Set(Object.values(Locale))

export const typeOf = (command: WireObject): number =>
  typeof command.type === 'number' ? command.type : Type.ChatInput

/**
 * https://discord.com/developers/docs/interactions/application-commands#application-command-object
 * @param path where in the body the command stands; empty where it is the whole
 * @throws DiscordRefusal
 */
export function checkCommand(command: WireObject, path = ''): void {
  const problems = createProblems()
  addCommandProblems(command, path === '' ? '' : `${path}.`, problems)
  problems.settle()
}

/** All at once, as they are put in place of what there was. @throws DiscordRefusal */
export function checkCommands(commands: readonly WireObject[]): void {
  const problems = createProblems()
  const seen = new Set<string>()
  for (const [at, command] of commands.entries()) {
    addCommandProblems(command, `${at}.`, problems)
    const key = `${typeOf(command)}/${textOf(command.name)}`
    if (seen.has(key))
      problems.add('', 'APPLICATION_COMMANDS_DUPLICATE_NAME', 'Application command names must be unique')
    seen.add(key)
  }
  problems.settle()
}

function addCommandProblems(command: WireObject, path: string, problems: Problems): void {
  const isChat = typeOf(command) === Type.ChatInput
  if (![Type.ChatInput, Type.User, Type.Message].includes(typeOf(command)))
    problems.add(`${path}type`, 'BASE_TYPE_CHOICES', 'Value must be one of {1, 2, 3}.')
  checkName(command, path, isChat, problems)
  if (isChat) checkDescription(command, path, problems)
  else if (textOf(command.description) !== '')
    problems.add(`${path}description`, 'APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION', 'Context menus have none')
  if (!isChat && listOf(command.options).length > 0)
    problems.add(`${path}options`, 'APPLICATION_COMMAND_CONTEXT_MENU_OPTIONS', 'Context menus have none')
  checkOptions(objectsOf(command.options), `${path}options`, problems, 0)
  checkNumbers(command.contexts, [0, 1, 2], `${path}contexts`, problems)
  checkNumbers(command.integration_types, [0, 1], `${path}integration_types`, problems)
  const permissions = command.default_member_permissions
  if (permissions !== undefined && permissions !== null && !/^\d+$/.test(textOf(permissions)))
    problems.add(`${path}default_member_permissions`, 'NUMBER_TYPE_COERCE', 'Value is not snowflake.')
  if (countCharacters(command) > 8_000)
    problems.add(path, 'APPLICATION_COMMAND_TOO_LARGE', 'Command exceeds maximum size (8000)')
}

function checkName(named: WireObject, path: string, isStrict: boolean, problems: Problems): void {
  const names = [['name', named.name] as const, ...localised(named, 'name', path, problems)]
  for (const [place, value] of names) {
    const name = textOf(value)
    const isFine = isStrict ? NAME.test(name) && name === name.toLowerCase() : name !== '' && name.length <= 32
    if (!isFine) problems.add(`${path}${place}`, 'APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid')
  }
}

function checkDescription(described: WireObject, path: string, problems: Problems): void {
  const all = [['description', described.description] as const, ...localised(described, 'description', path, problems)]
  for (const [place, value] of all) {
    const text = textOf(value)
    if (text === '' || text.length > 100)
      problems.add(`${path}${place}`, 'BASE_TYPE_BAD_LENGTH', 'Must be between 1 and 100 in length.')
  }
}

function localised(of: WireObject, what: 'name' | 'description', path: string, problems: Problems) {
  const field = `${what}_localizations`
  const all = Object.entries(objectOf(of[field]))
  for (const [locale] of all)
    if (!LOCALES.has(locale)) problems.add(`${path}${field}.${locale}`, 'BASE_TYPE_CHOICES', 'Not a locale')
  return all.map(([locale, value]) => [`${field}.${locale}`, value] as const)
}

function checkOptions(options: readonly WireObject[], path: string, problems: Problems, depth: number): void {
  if (options.length > 25) problems.add(path, 'BASE_TYPE_MAX_LENGTH', 'Must be 25 or fewer in length.')
  const names = options.map(({ name }) => textOf(name))
  if (new Set(names).size < names.length)
    problems.add(path, 'APPLICATION_COMMAND_OPTIONS_NAME_INVALID', 'Option names must be unique')
  const nested = options.filter(isNested)
  if (nested.length > 0 && (nested.length < options.length || depth > 1))
    problems.add(path, 'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID', 'Sub-command and other options exclude each other')
  let isOptionalSeen = false
  for (const [at, option] of options.entries()) {
    const place = `${path}.${at}`
    checkName(option, `${place}.`, true, problems)
    checkDescription(option, `${place}.`, problems)
    if (isNested(option)) checkOptions(objectsOf(option.options), `${place}.options`, problems, depth + 1)
    else if (option.required === true && isOptionalSeen)
      problems.add(
        place,
        'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
        'Required options must be placed before others',
      )
    else isOptionalSeen ||= option.required !== true
    checkChoices(option, place, problems)
  }
}

const isNested = ({ type }: WireObject) => type === Option.Subcommand || type === Option.SubcommandGroup

function checkChoices(option: WireObject, path: string, problems: Problems): void {
  const choices = objectsOf(option.choices)
  if (choices.length > 25) problems.add(`${path}.choices`, 'BASE_TYPE_MAX_LENGTH', 'Must be 25 or fewer in length.')
  if (choices.length > 0 && option.autocomplete === true)
    problems.add(`${path}.autocomplete`, 'APPLICATION_COMMAND_OPTIONS_CHOICES_AUTOCOMPLETE', 'Choices exclude it')
  for (const [at, choice] of choices.entries()) addChoiceProblems(choice, `${path}.choices.${at}`, problems)
}

/** A choice of an option, or one that autocompletion offers. */
export function addChoiceProblems(choice: WireObject, path: string, problems: Problems): void {
  const names = [['name', choice.name] as const, ...localised(choice, 'name', path, problems)]
  for (const [place, value] of names) {
    const name = textOf(value)
    if (name === '' || name.length > 100)
      problems.add(`${path}.${place}`, 'BASE_TYPE_BAD_LENGTH', 'Must be between 1 and 100 in length.')
  }
  const { value } = choice
  if (typeof value !== 'string' && typeof value !== 'number')
    problems.add(`${path}.value`, 'BASE_TYPE_REQUIRED', 'This field is required')
  problems.tooLong(`${path}.value`, value, 100)
}

function checkNumbers(value: unknown, known: readonly number[], path: string, problems: Problems): void {
  const all = listOf(value)
  const isSet = new Set(all).size === all.length && all.every((one) => known.includes(Number(one)))
  if (!isSet) problems.add(path, 'BASE_TYPE_CHOICES', `Values must be of {${known.join(', ')}}, each once.`)
}

/** Of names, descriptions and values; of localisations only the longest each. */
function countCharacters(of: WireObject): number {
  const longest = (what: 'name' | 'description') =>
    Math.max(...[of[what], ...Object.values(objectOf(of[`${what}_localizations`]))].map((text) => textOf(text).length))
  const below = [...objectsOf(of.options), ...objectsOf(of.choices)].map(countCharacters)
  return longest('name') + longest('description') + textOf(of.value).length + below.reduce((sum, one) => sum + one, 0)
}
