import { splitCode } from './split-code.ts'

// [1], [1, 2], [1-3] is not read, [^1], 【1†source】, ［１］, [source 1], [出典1].
const MARKER =
  /\s*[[【［]\s*\^?(?:sources?|出典|資料)?\s*([\d０-９]{1,3}(?:\s*[,、，;]\s*(?:sources?|出典|資料)?\s*[\d０-９]{1,3})*)\s*(?:†[^\]】］\n]*)?[\]】］](?!\()/gi
const AFTER_STOP =
  /([.!?。！？]["'”」』)）]?)((?:\s*[[【［]\^?[^[\]\n]{0,20}\d[^[\]\n]{0,20}[\]】］])+)(?=\s|$|[^\s.,。、])/g

/** A sentence with the citation markers taken out. */
export interface MarkedText {
  readonly text: string
  /** In order, without repeats. */
  readonly numbers: readonly number[]
}

/** Models write the marker behind the full stop as often as before it; before, it stays with its sentence. */
export function moveMarkersIntoSentences(text: string): string {
  return mapProse(text, (prose) =>
    prose.replace(AFTER_STOP, (_all, stop: string, markers: string) => markers.trim() + stop),
  )
}

/** Reads and removes the markers of a sentence. Brackets in code are not markers. */
export function readMarkers(sentence: string): MarkedText {
  const numbers = new Set<number>()
  const text = mapProse(sentence, (prose) =>
    prose.replace(MARKER, (_marker, list: string) => {
      for (const digits of list.normalize('NFKC').match(/\d+/g) ?? []) numbers.add(Number(digits))
      return ''
    }),
  )
  return { text, numbers: [...numbers] }
}

/** Puts markers back at the end of a sentence, before its full stop. */
export function writeMarkers(text: string, numbers: readonly number[]): string {
  if (numbers.length === 0) return text
  const [, body = text, stop = ''] = /^([\s\S]*?)((?:\s*\|)?[.!?。！？:：]*["'”」』)）*_]*(?:\s*\|)?)$/.exec(text) ?? []
  const markers = numbers.map((number) => `[${number}]`).join('')
  const space = /[\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]$/.test(body) ? '' : ' '
  return `${body}${space}${markers}${stop}`
}

function mapProse(text: string, change: (prose: string) => string): string {
  return splitCode(text)
    .map((part) => (part.kind === 'code' ? part.text : change(part.text)))
    .join('')
}
