/** What a message that Kiku sends may ping: nobody, not even whom it replies to. */
const NOBODY = { parse: [], replied_user: false }

const MESSAGES = /^\/(?:channels\/[^/]+\/messages|webhooks\/[^/]+\/[^/]+)(?:\/messages)?(?:\/[^/]+)?$/
const CALLBACK = /^\/interactions\/[^/]+\/[^/]+\/callback$/
const POSTS = /^\/channels\/[^/]+\/threads$/
/** Responses that show a message (https://discord.com/developers/docs/interactions/receiving-and-responding). */
const SHOWING: readonly unknown[] = [4, 7]

/**
 * The same body with the mention of nobody allowed, in all places where Discord reads that
 * (https://discord.com/developers/docs/resources/message#allowed-mentions-object), whatever stood there.
 */
export function suppressPings(method: string, route: string, body: unknown): unknown {
  if ((method !== 'POST' && method !== 'PATCH') || !isObject(body)) return body
  if (MESSAGES.test(route)) return quiet(body)
  if (CALLBACK.test(route) && SHOWING.includes(body.type) && isObject(body.data)) {
    return { ...body, data: quiet(body.data) }
  }
  if (POSTS.test(route) && isObject(body.message)) return { ...body, message: quiet(body.message) }
  return body
}

function quiet(message: object): object {
  return { ...message, allowed_mentions: NOBODY }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
