import { z } from 'zod'
import type { SlackApi } from './slack-api.ts'

// The SDK's client copies the header x-oauth-scopes to this place.
const Scoped = z.object({ response_metadata: z.object({ scopes: z.array(z.string()).optional() }).optional() })

/** The scopes that the token was granted, in Slack's order. @returns undefined when Slack does not say */
export async function readScopes(api: SlackApi, signal: AbortSignal): Promise<readonly string[] | undefined> {
  const said = await api.call('auth.test', { arguments: {}, schema: Scoped, signal })
  return said.response_metadata?.scopes?.map((scope) => scope.trim()).filter((scope) => scope !== '')
}
