import type { Finding } from '../../kiku.ts'
import type { Strings } from '../strings/strings.ts'
import { displayWidth, padToWidth } from '../text/display-width.ts'
import { neutralizeLine } from '../text/neutralize-text.ts'
import type { Paint } from '../text/paint.ts'

const MARKS = { ok: '✓', off: '–', warning: '!', broken: '✗' } as const

/** One line for each part, with what to do below those that need something. */
export function describeFindings(findings: readonly Finding[], strings: Strings, paint: Paint): string {
  const colors = { ok: paint.green, off: paint.dim, warning: paint.yellow, broken: paint.red }
  const width = Math.max(0, ...findings.map((finding) => displayWidth(finding.part)))
  const stateWidth = Math.max(...Object.values(strings.doctorStates).map(displayWidth))
  return findings
    .map(({ part, state, message, remedy }) => {
      const mark = colors[state](`${MARKS[state]} ${padToWidth(strings.doctorStates[state], stateWidth)}`)
      const line = `${mark}  ${padToWidth(neutralizeLine(part), width)}  ${neutralizeLine(message)}`
      return remedy === undefined ? line : `${line}\n${' '.repeat(stateWidth + 4)}→ ${neutralizeLine(remedy)}`
    })
    .join('\n')
}
