import { languageOf } from '../../../domain/language/scripts.ts'
import type { CallDesk } from '../call-desk.ts'
import type { McpCaller } from '../mcp-caller.ts'
import type { McpHost } from '../mcp-host.ts'
import type { CallExtra } from '../report-progress.ts'
import type { ShownPlaces } from '../shown-places.ts'

/** What the tools of one session share. */
export interface ToolContext {
  readonly host: McpHost
  readonly desk: CallDesk
  readonly caller: McpCaller
  readonly places: ShownPlaces
  readonly language: 'en' | 'ja'
}

/** Of every tool: it changes nothing, and reaches nothing but what Kiku has read. */
export const ANNOTATIONS = { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false }

/** The language in which a caller's words are answered. */
export function languageFor(text: string, { language }: ToolContext): 'en' | 'ja' {
  return languageOf(text.slice(0, 4_000), language)
}

/** Aborts with the call, and with the connection on which its result would go. */
export function signalOf({ signal, authInfo }: CallExtra): AbortSignal {
  const closed = authInfo?.extra?.closed
  // Both abort by hand. A signal that only a timer aborts must not be joined this way: Node 20 forgets it.
  return closed instanceof AbortSignal ? AbortSignal.any([signal, closed]) : signal
}
