import { toKikuError } from '../domain/errors.ts'
import type { Telemetry } from '../ports/telemetry.ts'

/** Closes what was opened, last first. One that fails does not keep the others open. */
export async function closeAll(closers: readonly (() => Promise<void>)[], telemetry: Telemetry): Promise<void> {
  for (const close of [...closers].reverse()) {
    try {
      await close()
    } catch (error) {
      telemetry.warn('close-failed', { reason: toKikuError(error).code })
    }
  }
}
