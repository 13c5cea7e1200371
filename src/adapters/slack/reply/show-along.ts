import type { Clock } from '../../../ports/clock.ts'
import type { DraftEnd, ReplyDraft } from '../../common/chat/reply-draft.ts'
import type { LiveView } from './live-view.ts'
import type { StatusLine } from './status-line.ts'

interface Along {
  readonly draft: ReplyDraft
  readonly view: LiveView
  readonly status: StatusLine
  readonly clock: Clock
}

/** The first words wait this long for company, in milliseconds; short answers are complete by then. */
const FIRST_MS = 200
const TICK_MS = 5_000
const STATUS_TICK_MS = 1_000

/** Shows an answer as it is written, until its last event. Only here are messages written meanwhile, one by one. */
export async function showAlong({ draft, view, status, clock }: Along, signal: AbortSignal): Promise<DraftEnd> {
  let shown = 0
  let nextAt: number | undefined
  for (;;) {
    if (draft.end !== undefined) return draft.end
    const now = clock.elapsed()
    const hasNews = draft.text.length > shown && draft.text.trim() !== ''
    if (hasNews) nextAt ??= now + FIRST_MS
    if (hasNews && nextAt !== undefined && now >= nextAt) {
      const length = draft.text.length
      const { isComplete, pauseMs } = await view.show(draft, signal)
      if (isComplete) {
        shown = length
        status.replace()
      }
      nextAt = now + pauseMs
      continue
    }
    if (shown === 0) status.keep(draft)
    else if (!hasNews) await view.tend(signal)
    await draft.change(hasNews && nextAt !== undefined ? nextAt - now : shown === 0 ? STATUS_TICK_MS : TICK_MS)
  }
}
