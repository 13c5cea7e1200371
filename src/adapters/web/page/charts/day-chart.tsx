import type { InsightView } from '../../api/schemas/insight.ts'
import { useMedia } from '../components/use-media.ts'
import { useWords } from '../text/current-words.ts'
import { formatDay } from '../text/format.ts'
import { OUTCOMES, stackDays } from './stack-days.ts'

const HEIGHT = 160
const WIDE = 720
const NARROW = 360
const LEFT = 34
const FOOT = 22
const HEAD = 8

/** Questions per day as stacked bars; the same numbers as a table below. */
export function DayChart({ days }: { readonly days: InsightView['days'] }) {
  const words = useWords()
  const { insight } = words
  const { top, bars } = stackDays(days)
  const isNarrow = useMedia('(max-width: 40rem)')
  const wholeWidth = isNarrow ? NARROW : WIDE
  const labels = isNarrow ? 4 : 7
  const step = (wholeWidth - LEFT) / Math.max(1, bars.length)
  const width = Math.max(1, Math.min(28, step * 0.72))
  const toY = (share: number) => HEAD + HEIGHT * (1 - share)
  const every = Math.max(1, Math.ceil(bars.length / labels))
  return (
    <figure class="chart">
      <figcaption>
        <h2>{insight.perDay}</h2>
        <ul class="legend">
          {OUTCOMES.map((outcome) => (
            <li key={outcome} title={insight.outcomesHint[outcome]}>
              <span class={`swatch ${outcome}`} aria-hidden="true" />
              {insight.outcomes[outcome]}
            </li>
          ))}
        </ul>
      </figcaption>
      <svg class="day-chart" viewBox={`0 0 ${wholeWidth} ${HEIGHT + FOOT + HEAD}`} aria-hidden="true" focusable="false">
        {[0, 0.5, 1].map((share) => (
          <g key={share}>
            <line class="grid" x1={LEFT} x2={wholeWidth} y1={toY(share)} y2={toY(share)} />
            <text class="axis" x={LEFT - 6} y={toY(share) + 4} text-anchor="end">
              {share * top}
            </text>
          </g>
        ))}
        {bars.map(({ day, total, parts }, index) => {
          const x = LEFT + step * index + (step - width) / 2
          return (
            <g key={day}>
              <title>{`${formatDay(day, words)}: ${total}`}</title>
              {parts.map(({ outcome, from, height }) => (
                <rect
                  key={outcome}
                  class={width > 6 ? `${outcome} parted` : outcome}
                  x={x}
                  width={width}
                  y={toY(from + height)}
                  height={HEIGHT * height}
                />
              ))}
              {index % every === 0 && (
                <text class="axis" x={x + width / 2} y={HEIGHT + HEAD + 16} text-anchor="middle">
                  {formatDay(day, words)}
                </text>
              )}
            </g>
          )
        })}
      </svg>
      <details class="disclosure">
        <summary>{insight.showTable}</summary>
        <div class="table-frame">
          <table>
            <thead>
              <tr>
                <th scope="col">{insight.day}</th>
                {OUTCOMES.map((outcome) => (
                  <th key={outcome} scope="col" class="right">
                    {insight.outcomes[outcome]}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {days.map((day) => (
                <tr key={day.day}>
                  <th scope="row">{formatDay(day.day, words)}</th>
                  {OUTCOMES.map((outcome) => (
                    <td key={outcome} class="right">
                      {day[outcome]}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  )
}
