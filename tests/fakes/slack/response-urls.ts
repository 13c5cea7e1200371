import { randomUUID } from 'node:crypto'
import type { SlackLimits } from './slack-options.ts'

/** Whom an app may answer by way of one `response_url`, and about what. */
export interface ResponseTarget {
  readonly channel: string
  readonly user: string
  /** The message whose button was clicked; what `replace_original` means. */
  readonly originalTs: string | undefined
  /** What was posted through it, in order: shown to the person alone or to the channel. */
  readonly shown: { readonly kind: 'ephemeral' | 'message'; readonly ts: string }[]
}

export interface ResponseUrls {
  issue(target: Pick<ResponseTarget, 'channel' | 'user' | 'originalTs'>): {
    readonly url: string
    readonly target: ResponseTarget
  }
  /** Uses one of the posts of an address. @returns why not, in Slack's words, where it has none left */
  use(id: string): ResponseTarget | 'expired_url' | 'used_url'
}

export function createResponseUrls(
  baseUrl: () => string,
  { responses, responseLifeMs }: Pick<SlackLimits, 'responses' | 'responseLifeMs'>,
): ResponseUrls {
  const issued = new Map<string, { readonly target: ResponseTarget; readonly at: number; uses: number }>()
  return {
    issue(about) {
      const [oldest] = issued.keys()
      if (issued.size > 1_000 && oldest !== undefined) issued.delete(oldest)
      const id = randomUUID()
      const target: ResponseTarget = { ...about, shown: [] }
      issued.set(id, { target, at: Date.now(), uses: 0 })
      return { url: `${baseUrl()}/response/${id}`, target }
    },
    use(id) {
      const known = issued.get(id)
      if (known === undefined || Date.now() - known.at > responseLifeMs) return 'expired_url'
      known.uses += 1
      return known.uses > responses ? 'used_url' : known.target
    },
  }
}
