import type { DiscordWords } from '../../words/discord-words.ts'

/** Permissions as people find them in Discord's own settings. @param missing as discord.js names them */
export function nameMissing(missing: readonly string[], { permissions, joinNames }: DiscordWords): string {
  return joinNames(missing.map((name) => permissions[name] ?? name.replace(/(?<=[a-z])(?=[A-Z])/g, ' ')))
}
