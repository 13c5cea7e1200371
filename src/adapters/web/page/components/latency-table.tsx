import type { InsightView } from '../../api/schemas/insight.ts'
import { useWords } from '../text/current-words.ts'

/** In the order in which they come; others behind them, the whole last. */
const ORDER = ['queued', 'contextualise', 'probe', 'model', 'route', 'gather', 'fit', 'answer', 'check']

export function LatencyTable({ latency }: { readonly latency: InsightView['latency'] }) {
  const { ask, insight } = useWords()
  const place = (stage: string) => {
    if (stage === 'total') return ORDER.length + 1
    const at = ORDER.indexOf(stage)
    return at < 0 ? ORDER.length : at
  }
  const stages = Object.entries(latency).sort(([left], [right]) => place(left) - place(right))
  return (
    <div class="table-frame">
      <table class="plain-table">
        <thead>
          <tr>
            <th scope="col">{insight.stage}</th>
            <th scope="col" class="right">
              p50
            </th>
            <th scope="col" class="right">
              p90
            </th>
            <th scope="col" class="right">
              p99
            </th>
          </tr>
        </thead>
        <tbody>
          {stages.map(([stage, { p50, p90, p99 }]) => (
            <tr key={stage} class={stage === 'total' ? 'chosen' : ''}>
              <th scope="row">{ask.stageNames[stage] ?? stage}</th>
              {[p50, p90, p99].map((ms, index) => (
                <td key={index} class="right">
                  {ask.milliseconds(ms)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
