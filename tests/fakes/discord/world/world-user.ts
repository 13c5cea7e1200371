import { compact, type WireObject } from '../wire.ts'

export interface WorldUser {
  readonly id: string
  username: string
  globalName: string | null
  isBot: boolean
  isSystem: boolean
  /** As Discord names languages: `en-US`, `ja`. Told only with what somebody does. */
  locale: string
  /** Whether the app may write to this person directly. */
  acceptsDirectMessages: boolean
  /** Whether this person installed the app for themselves. */
  hasInstalled: boolean
}

export type NewUser = Partial<WorldUser>

export function createWorldUser(user: NewUser & { readonly id: string }): WorldUser {
  return {
    username: `user-${user.id}`,
    globalName: null,
    isBot: false,
    isSystem: false,
    locale: 'en-US',
    acceptsDirectMessages: true,
    hasInstalled: false,
    ...user,
  }
}

/** https://discord.com/developers/docs/resources/user#user-object */
export function wireUser(user: WorldUser): WireObject {
  return compact({
    id: user.id,
    username: user.username,
    discriminator: user.isBot ? '0001' : '0',
    global_name: user.globalName,
    avatar: null,
    avatar_decoration_data: null,
    bot: user.isBot ? true : undefined,
    system: user.isSystem ? true : undefined,
    public_flags: 0,
    primary_guild: null,
  })
}
