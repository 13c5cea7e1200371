/** How often something may be done: at once up to `burst` times, then once per `intervalMs`. */
export interface Lane {
  readonly name: string
  readonly intervalMs: number
  readonly burst: number
}

type Arguments = Readonly<Record<string, unknown>>

// Reads, and writes that leave the same behind however often they are done.
const REPEATABLE =
  /^(api\.test|auth\.test|apps\.connections\.open|users\.|team\.|bots\.|files\.info|conversations\.(info|history|replies|members|list|open)|chat\.(update|delete|getPermalink)|assistant\.|agents\.sessions\.|views\.publish|reactions\.)/

const POSTING = new Set(['chat.postMessage', 'chat.postEphemeral', 'chat.startStream'])
const STATUS = 'assistant.threads.setStatus'

/** Whether a call of unknown effect may be made again. A message that is posted twice cannot be taken back unseen. */
export function isRepeatable(method: string): boolean {
  return REPEATABLE.test(method)
}

/**
 * The pace that Kiku keeps of its own accord, so that Slack seldom has to say 429. Slack allows about one post per second
 * and channel (https://docs.slack.dev/apis/web-api/rate-limits); the others are not documented: appends were seen to be
 * refused above 180 per minute and channel, and a message that is edited more than about once a second lags in clients.
 */
export function laneOf(method: string, call: Arguments): Lane | undefined {
  const channel = String(call.channel ?? '')
  if (POSTING.has(method)) return { name: `post ${channel}`, intervalMs: 1000, burst: 3 }
  switch (method) {
    case 'chat.update':
      return { name: `update ${channel} ${String(call.ts ?? '')}`, intervalMs: 1200, burst: 1 }
    case 'chat.appendStream':
      return { name: `append ${channel}`, intervalMs: 400, burst: 10 }
    case STATUS:
      return {
        name: `status ${String(call.channel_id ?? '')} ${String(call.thread_ts ?? '')}`,
        intervalMs: 500,
        burst: 4,
      }
    default:
      return undefined
  }
}

/**
 * What a 429 holds up: the method, and of posts and statuses, which Slack counts by channel, only those in the channel.
 * Streams are counted for the whole workspace (https://docs.slack.dev/reference/methods/chat.startStream).
 */
export function holdOf(method: string, call: Arguments): string {
  if (method === STATUS) return `${method} ${String(call.channel_id ?? '')}`
  const isByChannel = POSTING.has(method) && method !== 'chat.startStream'
  return isByChannel ? `${method} ${String(call.channel ?? '')}` : method
}
