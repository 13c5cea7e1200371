import type { Answer } from '../../../../domain/answer.ts'
import type { Citation } from '../../../../domain/evidence.ts'

/** An answer that is shown while it is written, and cannot be taken back afterwards. */
export interface LiveText {
  /** The passages that the model writes from, as it counts them. */
  useEvidence(keys: readonly number[]): void
  /** @returns what of it can be shown now: sources numbered in the order in which they are named */
  push(token: string): string
  /** What is left to show once the answer has been checked. */
  finish(answer: Answer): LiveEnd
}

export type LiveEnd =
  /** The draft held. Citations are numbered as the text names them. */
  | { readonly kind: 'held'; readonly rest: string; readonly citations: readonly Citation[] }
  /** The checked answer says something else than what was shown, or nothing was shown. */
  | {
      readonly kind: 'replaced'
      readonly hasDraft: boolean
      readonly text: string
      readonly citations: readonly Citation[]
    }

// As models write them: [1], [1, 2], 【1†source】, ［１］, [source 1], [出典1].
const NUMBERS = '[\\d０-９]{1,3}(?:\\s*[,、，;]\\s*(?:sources?|出典|資料)?\\s*[\\d０-９]{1,3})*'
const MARKER = new RegExp(
  `[[【［]\\s*\\^?(?:sources?|出典|資料)?\\s*(${NUMBERS})\\s*(?:†[^\\]】］\\n]*)?[\\]】］](?!\\()`,
  'gi',
)
/** A marker that may not have come whole. */
const BEGUN = /[[【［][^\]】］\n]{0,40}$/

/** Renumbers the markers of a draft, which count passages, so that they count citations as the checked answer does. */
export function createLiveText(): LiveText {
  let evidence: readonly number[] = []
  let pending = ''
  let shown = ''
  let isInCode = false
  /** Keys in the order in which they are named. */
  const named: number[] = []

  function show(text: string): string {
    // Fences and spans of code are between odd numbers of these.
    const parts = text.split(/(`+)/)
    const ready = parts
      .map((part) => {
        if (part.startsWith('`')) {
          if (part.length % 2 === 1) isInCode = !isInCode
          return part
        }
        return isInCode ? part : part.replace(MARKER, (marker, list: string) => renumber(marker, list))
      })
      .join('')
    shown += ready
    return ready
  }

  function renumber(marker: string, list: string): string {
    if (evidence.length === 0) return marker
    const numbers = (list.normalize('NFKC').match(/\d+/g) ?? []).flatMap((digits) => {
      const key = evidence[Number(digits) - 1]
      if (key === undefined) return []
      if (!named.includes(key)) named.push(key)
      return [named.indexOf(key) + 1]
    })
    return numbers.map((number) => `[${number}]`).join('')
  }

  return {
    useEvidence(keys) {
      evidence = keys
    },
    push(token) {
      pending += token
      const held = BEGUN.exec(pending)?.[0].length ?? 0
      const ready = pending.slice(0, pending.length - held)
      pending = pending.slice(pending.length - held)
      return show(ready)
    },
    finish({ text, citations }) {
      const rest = show(pending)
      pending = ''
      if (shown.trim() === '') return { kind: 'replaced', hasDraft: false, text, citations }
      const [draft, checked] = [bare(shown), bare(text)]
      const isSame = checked === draft || checked === `${draft}…`
      const cited = named.flatMap((key) => citations.find((citation) => citation.key === key) ?? [])
      if (!isSame || cited.length < named.length) return { kind: 'replaced', hasDraft: true, text, citations }
      const others = citations.filter(({ key }) => !named.includes(key))
      const renumbered = [...cited, ...others].map((citation, index) => ({ ...citation, number: index + 1 }))
      return { kind: 'held', rest: checked === draft ? rest : `${rest} …`, citations: renumbered }
    },
  }
}

/** The words alone: the check moves markers, and with them spaces. */
function bare(text: string): string {
  return text.replace(MARKER, '').replace(/\s+/g, '')
}
