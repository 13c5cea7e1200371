import type { IngestProgress } from '../../kiku.ts'
import type { Clock } from '../../ports/clock.ts'
import type { OutputStream } from '../dependencies.ts'
import type { Strings } from '../strings/strings.ts'
import { displayWidth, truncateToWidth } from '../text/display-width.ts'
import { neutralizeLine } from '../text/neutralize-text.ts'
import type { Paint } from '../text/paint.ts'
import { createStatusLine } from './status-line.ts'

const REDRAW_MS = 100
const LINE_EVERY_MS = 5_000
const BAR_COLUMNS = 20

export interface ProgressReporter {
  report(progress: IngestProgress): void
  /** Takes the bar away, or writes the last line. */
  end(): void
}

export interface ProgressView {
  readonly output: OutputStream
  readonly strings: Strings
  readonly paint: Paint
  readonly clock: Clock
}

/** A bar with rate and time left on a terminal; elsewhere a plain line every five seconds and at the end. */
export function createProgressReporter({ output, strings, paint, clock }: ProgressView): ProgressReporter {
  const status = createStatusLine(output, paint)
  const isTerminal = output.isTTY === true
  const startedAt = clock.elapsed()
  let lastShownAt = startedAt
  let latest: IngestProgress | undefined
  let isLatestShown = true
  const show = (progress: IngestProgress) => {
    const line = describe(progress, strings, clock.elapsed() - startedAt)
    isLatestShown = true
    lastShownAt = clock.elapsed()
    if (isTerminal) status.show(drawBar(progress, line, output.columns || 80))
    else output.write(`${line}\n`)
  }
  return {
    report(progress) {
      latest = progress
      isLatestShown = false
      if (clock.elapsed() - lastShownAt >= (isTerminal ? REDRAW_MS : LINE_EVERY_MS)) show(progress)
    },
    end() {
      if (isTerminal) status.clear()
      else if (latest !== undefined && !isLatestShown) show(latest)
    },
  }
}

function describe(progress: IngestProgress, strings: Strings, elapsedMs: number): string {
  const { documentsDone: done, documentsTotal: total, chunksDone } = progress
  const rate = elapsedMs > 0 ? (done * 1000) / elapsedMs : 0
  const left = done === 0 || done >= total || rate === 0 ? null : formatSeconds((total - done) / rate)
  return strings.progress(done, total, chunksDone, rate, left)
}

function drawBar(progress: IngestProgress, line: string, columns: number): string {
  const share = progress.documentsTotal === 0 ? 0 : Math.min(1, progress.documentsDone / progress.documentsTotal)
  const filled = Math.round(share * BAR_COLUMNS)
  const front = `${'█'.repeat(filled)}${'░'.repeat(BAR_COLUMNS - filled)} ${line} · `
  const name = neutralizeLine(progress.location.split(/[\\/]/).at(-1) ?? '')
  return front + truncateToWidth(name, Math.max(0, columns - 1 - displayWidth(front)))
}

/** `0:07`, `12:05`, `1:02:05`. */
export function formatSeconds(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  const tail = `${String(rest).padStart(2, '0')}`
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${tail}` : `${minutes}:${tail}`
}
