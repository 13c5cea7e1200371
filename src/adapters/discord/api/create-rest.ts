import { REST } from 'discord.js'

/** discord.js' REST client alone, for those who do not need the gateway. @param token of a bot; `Bot ` before it is taken off */
export function createRest({ token, apiUrl }: { readonly token: string; readonly apiUrl: string }): REST {
  return new REST({ version: '10', api: apiUrl }).setToken(token.replace(/^Bot\s+/i, '').trim())
}
