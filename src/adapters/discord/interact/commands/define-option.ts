import {
  type APIApplicationCommandOptionChoice,
  type APIApplicationCommandStringOption,
  ApplicationCommandOptionType,
} from 'discord.js'

/** English, Japanese. */
type InBoth = readonly [en: string, ja: string]

/** A name and a description in both languages; English is what every other language is shown. */
export function described([name, jaName]: InBoth, [description, jaDescription]: InBoth) {
  return {
    name,
    name_localizations: { ja: jaName },
    description,
    description_localizations: { ja: jaDescription },
  }
}

type Limits =
  | { readonly required?: boolean; readonly choices: APIApplicationCommandOptionChoice<string>[] }
  | { readonly required?: boolean; readonly autocomplete?: true; readonly max_length: number }

export function textOption(name: InBoth, description: InBoth, limits: Limits): APIApplicationCommandStringOption {
  return { ...described(name, description), type: ApplicationCommandOptionType.String, ...limits }
}

export function choice(value: string, en: string, ja: string): APIApplicationCommandOptionChoice<string> {
  return { name: en, name_localizations: { ja }, value }
}
