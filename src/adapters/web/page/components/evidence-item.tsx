import type { CitationView, EvidenceView } from '../../api/schemas/common.ts'
import { type EvidenceTarget, openPanel } from '../state/panel.ts'
import { useWords } from '../text/current-words.ts'
import { formatPercent } from '../text/format.ts'
import { nameLocation, namePlace } from '../text/name-place.ts'
import { Bar } from './bar.tsx'

interface EvidenceItemProps {
  readonly item: EvidenceView
  /** From 1. */
  readonly place: number
  readonly citation: CitationView | undefined
  readonly back: EvidenceTarget
}

const EXCERPT = 420

/** One piece of evidence: where it stands, what it says, and why it was found. */
export function EvidenceItem({ item, place, citation, back }: EvidenceItemProps) {
  const words = useWords()
  const { ask } = words
  const open = () =>
    openPanel({
      kind: 'passage',
      back,
      citation: citation ?? item,
    })
  const { lexical, dense } = item.legs
  return (
    <li class={citation === undefined ? 'evidence-item' : 'evidence-item cited'}>
      <div class="evidence-head">
        <span class="evidence-rank">{place}</span>
        <h3 class="break">{item.title || nameLocation(item.location)}</h3>
        {citation !== undefined && <span class="badge">{ask.cited(citation.number)}</span>}
      </div>
      <p class="quiet small-text break">
        {[ask.namespaces[item.namespace], nameLocation(item.location), namePlace(item, words)]
          .filter(Boolean)
          .join(' · ')}
      </p>
      <p class="excerpt">{item.text.length > EXCERPT ? `${item.text.slice(0, EXCERPT)}…` : item.text}</p>
      <table class="bars scores">
        <caption class="unseen">{item.title}</caption>
        <tbody>
          <tr title={ask.probabilityHint}>
            <th scope="row">{ask.probability}</th>
            <td>
              <Bar share={item.probability} />
            </td>
            <td class="number">{formatPercent(item.probability, words)}</td>
          </tr>
          <Leg name={ask.lexical} hint={ask.lexicalHint} leg={lexical} />
          <Leg name={ask.dense} hint={ask.denseHint} leg={dense} />
          <tr title={ask.fusedHint}>
            <th scope="row">{ask.fused}</th>
            <td />
            <td class="number">{item.score.toFixed(3)}</td>
          </tr>
        </tbody>
      </table>
      {item.key >= 0 && (
        <button type="button" class="link-button" onClick={open}>
          {ask.openPassage}
        </button>
      )}
    </li>
  )
}

interface LegProps {
  readonly name: string
  readonly hint: string
  readonly leg: { readonly score: number; readonly rank: number } | undefined
}

function Leg({ name, hint, leg }: LegProps) {
  const { ask } = useWords()
  return (
    <tr title={hint}>
      <th scope="row">{name}</th>
      <td>{leg === undefined ? <span class="quiet">{ask.noScore}</span> : <Bar share={leg.score} tone="calm" />}</td>
      <td class="number">{leg !== undefined && `${leg.score.toFixed(2)} · ${ask.rank(leg.rank)}`}</td>
    </tr>
  )
}
