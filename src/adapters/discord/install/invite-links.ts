import { PERMISSION_BITS } from './permissions.ts'

const AUTHORIZE = 'https://discord.com/oauth2/authorize'

/**
 * Where somebody who manages a server adds Kiku to it.
 * @param guild chosen beforehand, for giving Kiku permissions that it lacks there
 * Source: https://discord.com/developers/docs/topics/oauth2#bot-authorization-flow
 */
export function serverLink(applicationId: string, guild?: string): string {
  const query = new URLSearchParams({
    client_id: applicationId,
    scope: 'bot applications.commands',
    permissions: String(PERMISSION_BITS),
    integration_type: '0',
    ...(guild === undefined ? {} : { guild_id: guild, disable_guild_select: 'true' }),
  })
  return `${AUTHORIZE}?${query}`
}

/** Where people add Kiku's commands to their own account, to bring them along to wherever they are. */
export function personLink(applicationId: string): string {
  return `${AUTHORIZE}?${new URLSearchParams({ client_id: applicationId, scope: 'applications.commands', integration_type: '1' })}`
}
