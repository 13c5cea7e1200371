import { assistantMethods } from './assistant-methods.ts'
import { chatMethods } from './chat-methods.ts'
import { conversationMethods } from './conversation-methods.ts'
import { historyMethods } from './history-methods.ts'
import type { Method } from './method.ts'
import { peopleMethods } from './people-methods.ts'
import { streamMethods } from './stream-methods.ts'
import { viewMethods } from './view-methods.ts'

/** The methods that the peer has, by name. Slack refuses all others with `unknown_method`. */
export const METHODS: Readonly<Record<string, Method>> = {
  ...assistantMethods,
  ...chatMethods,
  ...conversationMethods,
  ...historyMethods,
  ...peopleMethods,
  ...streamMethods,
  ...viewMethods,
}

/** Everything that some method may ask for, the app's own connection aside. */
export const ALL_SCOPES: readonly string[] = [
  'app_mentions:read',
  'assistant:write',
  'channels:history',
  'channels:read',
  'chat:write',
  'commands',
  'files:read',
  'groups:history',
  'groups:read',
  'im:history',
  'im:read',
  'im:write',
  'mpim:history',
  'mpim:read',
  'reactions:read',
  'reactions:write',
  'users:read',
]
