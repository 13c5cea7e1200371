/**
 * The beginnings of `custom_id`s (at most 100 characters) of Kiku's buttons, menus and forms; most go on with `:` and the
 * turn id of the question, so that they work after a restart.
 */
export const ACTIONS = {
  helpful: 'kiku-up',
  notHelpful: 'kiku-down',
  stop: 'kiku-stop',
  searchAnyway: 'kiku-search',
  tryAgain: 'kiku-again',
  sources: 'kiku-sources',
  why: 'kiku-why',
  showPrivately: 'kiku-private',
  /** Decide about a call that waits; go on with the turn id and the id of the call. */
  approve: 'kiku-approve',
  decline: 'kiku-decline',
  /** Form: why an answer was not helpful. */
  reason: 'kiku-reason',
  /** Form: 'Ask about this message'; goes on with the message's channel and id. */
  askAbout: 'kiku-ask-about',
  /** Confirms forgetting; goes on with `me`, `thread:<thread id>` or `channel:<channel>`. */
  forget: 'kiku-forget',
  /** Pages of a list; goes on with which one. */
  page: 'kiku-page',
  /** Switches of `/kiku config`. */
  config: 'kiku-config',
} as const

/** @param rest without it, the id alone */
export function customId(action: string, rest?: string): string {
  return rest === undefined ? action : `${action}:${rest}`
}

/** The two parts of a custom id. */
export function parseCustomId(id: string): { readonly action: string; readonly rest: string } {
  const at = id.indexOf(':')
  return at < 0 ? { action: id, rest: '' } : { action: id.slice(0, at), rest: id.slice(at + 1) }
}

/** What follows the action in the id of a button that decides about a call. */
export function callRest(turnId: string, callId: string): string {
  return `${turnId}:${callId}`
}

export function parseCallRest(rest: string): { readonly turnId: string; readonly callId: string } {
  const at = rest.lastIndexOf(':')
  return { turnId: rest.slice(0, Math.max(0, at)), callId: rest.slice(at + 1) }
}
