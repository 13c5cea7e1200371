import { truncateToWidth } from '../text/display-width.ts'
import { neutralizeLine } from '../text/neutralize-text.ts'
import { describeTable } from './describe-table.ts'

const TEXT_COLUMNS = 32
const NUMBER_COLUMNS = 6

/** Cosines of each text with each, as a table whose columns are numbered like its rows. */
export function describeCosines(texts: readonly string[], cosines: readonly (readonly number[])[]): string {
  const digits = String(texts.length).length
  const header = ['', '', ...texts.map((_, at) => String(at + 1).padStart(NUMBER_COLUMNS))]
  const rows = texts.map((text, at) => [
    String(at + 1).padStart(digits),
    truncateToWidth(neutralizeLine(text), TEXT_COLUMNS),
    ...(cosines[at] ?? []).map((cosine) =>
      cosine
        .toFixed(3)
        .replace(/^-0\.000$/, '0.000')
        .padStart(NUMBER_COLUMNS),
    ),
  ])
  return describeTable([header, ...rows])
}
