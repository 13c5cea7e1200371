import type { Locator } from '../../../../domain/document.ts'
import type { Citation, Evidence, LegScore } from '../../../../domain/evidence.ts'
import { lastPageOf } from '../../../../domain/place-marks.ts'
import type { CitationView, EvidenceView } from '../schemas/common.ts'
import type { ShowLocation } from './show-location.ts'

/** Evidence without what is for Kiku alone. */
export function viewEvidence(evidence: Evidence, show: ShowLocation): EvidenceView {
  const { key, namespace, title, text, location, locator, createdAt, score, probability, legs } = evidence
  return {
    key,
    namespace,
    title,
    text,
    location: show(location),
    locator: viewLocator(locator),
    createdAt,
    score,
    probability,
    legs: { ...viewLeg('lexical', legs.lexical), ...viewLeg('dense', legs.dense) },
  }
}

export function viewCitation(citation: Citation, show: ShowLocation): CitationView {
  const { number, key, title, location, locator, quote, score } = citation
  return { number, key, title, location: show(location), locator: viewLocator(locator), quote, score }
}

export function viewLocator(locator: Locator): EvidenceView['locator'] {
  const { headings, page, line, row } = locator
  const lastPage = lastPageOf(locator)
  return {
    ...(headings === undefined ? {} : { headings: [...headings] }),
    ...(page === undefined ? {} : { page }),
    ...(lastPage === undefined ? {} : { lastPage }),
    ...(line === undefined ? {} : { line }),
    ...(row === undefined ? {} : { row }),
  }
}

function viewLeg(name: 'lexical' | 'dense', leg: LegScore | undefined): Partial<EvidenceView['legs']> {
  return leg === undefined ? {} : { [name]: { score: leg.score, rank: leg.rank } }
}
