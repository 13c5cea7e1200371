import { VERSION } from '../cli/version.ts'
import { toKikuError } from '../domain/errors.ts'
import { withDeadline } from '../domain/with-deadline.ts'
import type { ChatModelSource } from '../ports/chat-model.ts'
import type { Clock } from '../ports/clock.ts'
import type { Store } from '../ports/store.ts'
import type { Telemetry } from '../ports/telemetry.ts'
import type { WebState } from '../ports/web-host.ts'

export interface WebStateWatch {
  /** As last seen; looked at again behind it, where that is a while ago. */
  read(): WebState
  /** Looks for the first time, and from then on. */
  start(): Promise<void>
  stop(): Promise<void>
}

export interface WebStateParts {
  readonly store: Pick<Store, 'sources' | 'items'>
  readonly models: ChatModelSource
  readonly clock: Clock
  readonly telemetry: Telemetry
}

const FRESH_MS = 3_000
const LOOK_MS = 5_000

/** Keeps what the page shows of Kiku's state, so that asking for it waits for no model server. */
export function watchWebState({ store, models, clock, telemetry }: WebStateParts): WebStateWatch {
  const ending = new AbortController()
  let state: WebState = { version: VERSION, isReady: false, model: null, sources: 0, ownSources: 0, passages: 0 }
  let lookedAt = Number.NEGATIVE_INFINITY
  let looking: Promise<void> | undefined

  async function look(): Promise<void> {
    const [sources, passages, model] = await Promise.all([store.sources.list(), store.items.count(), findModel()])
    const ownSources = sources.filter(({ kind }) => kind !== 'handbook').length
    state = { version: VERSION, isReady: true, model, sources: sources.length, ownSources, passages }
  }

  async function findModel(): Promise<WebState['model']> {
    const deadline = { signal: ending.signal, timeoutMs: LOOK_MS, what: 'model' }
    const found = await withDeadline(deadline, (signal) => models.find(signal)).catch(() => undefined)
    if (found?.kind === 'ready') return { name: found.model.id, isReachable: true }
    return found?.kind === 'none' ? null : { name: state.model?.name ?? '', isReachable: false }
  }

  function lookAgain(): Promise<void> {
    looking ??= look()
      .catch((thrown: unknown) => {
        if (ending.signal.aborted) return
        state = { ...state, isReady: false }
        telemetry.warn('state-not-read', { code: toKikuError(thrown).code })
      })
      .finally(() => {
        lookedAt = clock.elapsed()
        looking = undefined
      })
    return looking
  }

  return {
    read() {
      if (clock.elapsed() - lookedAt > FRESH_MS && !ending.signal.aborted) void lookAgain()
      return state
    },
    start: lookAgain,
    async stop() {
      ending.abort(new DOMException('Kiku is ending.', 'AbortError'))
      await looking
    },
  }
}
