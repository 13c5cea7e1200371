import type { ApiContext } from '../api-context.ts'

/** Requests in the making, so that they end when their client leaves or the surface stops. */
export interface OpenCalls {
  begin(context: ApiContext): OpenCall
  /** Resolves when none is left. */
  idle(): Promise<void>
}

export interface OpenCall {
  /** Aborts when the client leaves, or the surface stops. */
  readonly signal: AbortSignal
  /** The client is gone. */
  leave(): void
  end(): void
}

/** The reason of a signal that aborts because whoever asked has left. */
class ClientLeft extends Error {
  constructor() {
    super('The client has left.')
    this.name = 'AbortError'
  }
}

/** @param stopping aborts when the surface stops */
export function createOpenCalls(stopping: AbortSignal): OpenCalls {
  const open = new Map<AbortController, Promise<void>>()
  // One listener for all of them, since signals warn of many.
  stopping.addEventListener('abort', () => {
    for (const controller of open.keys()) controller.abort(stopping.reason)
  })
  return {
    begin({ req }) {
      const controller = new AbortController()
      let end = () => {}
      open.set(
        controller,
        new Promise<void>((resolve) => {
          end = resolve
        }),
      )
      const leave = () => controller.abort(new ClientLeft())
      const { signal } = req.raw
      if (stopping.aborted) controller.abort(stopping.reason)
      else if (signal.aborted) leave()
      else signal.addEventListener('abort', leave, { once: true })
      return {
        signal: controller.signal,
        leave,
        end() {
          signal.removeEventListener('abort', leave)
          open.delete(controller)
          end()
        },
      }
    },
    async idle() {
      while (open.size > 0) await Promise.all(open.values())
    },
  }
}

/** Runs the work of one request. */
export async function withCall<Result>(
  calls: OpenCalls,
  context: ApiContext,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const call = calls.begin(context)
  try {
    return await work(call.signal)
  } finally {
    call.end()
  }
}
