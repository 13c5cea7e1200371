import type { IngestReport } from '../../kiku.ts'
import type { Strings } from '../strings/strings.ts'
import { neutralizeLine } from '../text/neutralize-text.ts'
import type { Paint } from '../text/paint.ts'
import { shortenPath } from './describe-place.ts'

const MOST_FAILURES = 50

/** What an ingestion did: one line of numbers, then what could not be read and why. */
export function describeReport(
  report: IngestReport,
  seconds: number,
  { strings, paint, cwd }: { readonly strings: Strings; readonly paint: Paint; readonly cwd: string },
): string {
  const { failures } = report
  const shown = failures
    .slice(0, MOST_FAILURES)
    .map((failure) => `  ${neutralizeLine(shortenPath(failure.location, cwd))}: ${neutralizeLine(failure.message)}`)
  const more = failures.length > MOST_FAILURES ? [`  … ${failures.length - MOST_FAILURES}`] : []
  const list = failures.length === 0 ? [] : [paint.yellow(strings.failures(failures.length)), ...shown, ...more]
  return [strings.ingested(report, seconds), ...list].join('\n')
}
