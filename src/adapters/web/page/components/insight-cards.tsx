import type { ComponentChildren } from 'preact'
import type { InsightView } from '../../api/schemas/insight.ts'
import { useWords } from '../text/current-words.ts'
import { formatPercent } from '../text/format.ts'
import { nameLocation } from '../text/name-place.ts'
import { Bar } from './bar.tsx'
import { LatencyTable } from './latency-table.tsx'

const ROUTES = ['direct', 'knowledge', 'history', 'tool'] as const

/** The smaller tables of the report. */
export function InsightCards({ insight }: { readonly insight: InsightView }) {
  const words = useWords()
  const text = words.insight
  const { questions, routes, sources, feedback, retrieval, surfaces } = insight
  const number = (value: number) => value.toLocaleString(words.language)
  const percent = (share: number | null) => (share === null ? '–' : formatPercent(share, words))
  const mostCited = Math.max(1, ...sources.map(({ citations }) => citations))
  return (
    <div class="cards">
      {questions > 0 && (
        <Card title={text.routes} note={text.routesNote}>
          <BarTable
            rows={ROUTES.map((route) => ({
              name: text.route[route],
              value: routes[route] / questions,
              shown: number(routes[route]),
            }))}
          />
        </Card>
      )}
      {Object.keys(insight.latency).length > 0 && (
        <Card title={text.latency} note={text.latencyNote}>
          <LatencyTable latency={insight.latency} />
        </Card>
      )}
      {questions > 0 && (
        <Card title={text.sources}>
          {sources.length === 0 ? (
            <p class="quiet">{text.noSources}</p>
          ) : (
            <BarTable
              rows={sources.map(({ title, location, citations }) => ({
                name: title || nameLocation(location),
                hint: location,
                value: citations / mostCited,
                shown: number(citations),
              }))}
            />
          )}
        </Card>
      )}
      <Card title={text.retrieval}>
        <dl class="facts-list">
          <Fact name={text.citedShare} hint={text.citedShareHint} value={percent(retrieval.citedShare)} />
          <Fact name={text.meanBest} hint={text.meanBestHint} value={percent(retrieval.meanBestProbability)} />
          <Fact name={text.passages} value={number(retrieval.passages)} />
          <Fact name={text.withoutVector} value={number(retrieval.withoutVector)} />
          <Fact name={text.embedder} value={retrieval.embedder} />
        </dl>
      </Card>
      {questions > 0 && (
        <Card title={text.feedback}>
          {feedback.up + feedback.down === 0 ? (
            <p class="quiet">{text.noFeedback}</p>
          ) : (
            <BarTable
              rows={(['up', 'down'] as const).map((verdict) => ({
                name: text[verdict],
                value: feedback[verdict] / (feedback.up + feedback.down),
                shown: number(feedback[verdict]),
              }))}
            />
          )}
          <h3>{text.surfaces}</h3>
          <BarTable
            rows={Object.entries(surfaces).map(([surface, asked]) => ({
              name: text.surfaceNames[surface] ?? surface,
              value: asked / questions,
              shown: number(asked),
            }))}
          />
        </Card>
      )}
    </div>
  )
}

interface CardProps {
  readonly title: string
  readonly note?: string
  readonly children: ComponentChildren
}

function Card({ title, note, children }: CardProps) {
  return (
    <section class="card" aria-label={title}>
      <h2>{title}</h2>
      {children}
      {note !== undefined && <p class="quiet small-text">{note}</p>}
    </section>
  )
}

interface BarRow {
  readonly name: string
  readonly hint?: string
  readonly value: number
  readonly shown: string
}

function BarTable({ rows }: { readonly rows: readonly BarRow[] }) {
  return (
    <table class="bars">
      <tbody>
        {rows.map(({ name, hint, value, shown }, index) => (
          <tr key={index}>
            <th scope="row" class="break" title={hint ?? ''}>
              {name}
            </th>
            <td>
              <Bar share={value} />
            </td>
            <td class="number">{shown}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Fact({ name, value, hint }: { readonly name: string; readonly value: string; readonly hint?: string }) {
  return (
    <div title={hint ?? ''}>
      <dt>{name}</dt>
      <dd class="break">{value}</dd>
    </div>
  )
}
