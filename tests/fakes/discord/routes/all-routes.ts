import type { Route } from '../rest/route.ts'
import { APPLICATION_ROUTES } from './application-routes.ts'
import { CHANNEL_ROUTES } from './channel-routes.ts'
import { COMMAND_ROUTES } from './command-routes.ts'
import { GUILD_ROUTES } from './guild-routes.ts'
import { INTERACTION_ROUTES } from './interaction-routes.ts'
import { MESSAGE_ROUTES } from './message-routes.ts'
import { REACTION_ROUTES } from './reaction-routes.ts'
import { THREAD_ROUTES } from './thread-routes.ts'
import { WEBHOOK_ROUTES } from './webhook-routes.ts'

/** Everything that the app can call. */
export const ALL_ROUTES: readonly Route[] = [
  ...APPLICATION_ROUTES,
  ...GUILD_ROUTES,
  ...CHANNEL_ROUTES,
  ...MESSAGE_ROUTES,
  ...REACTION_ROUTES,
  ...THREAD_ROUTES,
  ...COMMAND_ROUTES,
  ...INTERACTION_ROUTES,
  ...WEBHOOK_ROUTES,
]
