import type { Corpus, PairGroup, Texts } from './corpus.ts'
import { NO_PARTNER } from './draw-batch.ts'
import { mixSeed } from './random.ts'

/** Features in more than this share of a group say too little to be followed. */
const MOST_SHARE = 0.02
const LEAST_POSTINGS = 50

/** Best hits that the partner is drawn from: the very first are often the same text in other words. */
const SKIPPED = 1
const DRAWN_FROM = 6

const SATURATION = 1.2

/**
 * For each pair another one of its group that words mistake for it: by BM25 over the features of the query, against the
 * keys, or across languages against the other queries. In a batch together they are hard negatives of each other.
 */
export function minePartners(corpus: Corpus, seed: number): Uint32Array {
  const partners = new Uint32Array(new SharedArrayBuffer(corpus.size * 4)).fill(NO_PARTNER)
  for (const group of corpus.groups) mineGroup(corpus, group, partners, seed)
  return partners
}

function mineGroup(corpus: Corpus, { members, isCross }: PairGroup, partners: Uint32Array, seed: number): void {
  const searched = isCross ? corpus.queries : corpus.keys
  const { starts, postings } = invert(searched, members)
  const most = Math.max(LEAST_POSTINGS, members.length * MOST_SHARE)
  const scores = new Float32Array(members.length)
  const touched = new Uint32Array(members.length)
  const { queries, keys } = corpus
  for (const pair of members) {
    let count = 0
    for (let at = queries.starts[pair]!; at < queries.starts[pair + 1]!; at += 1) {
      const [from, to] = [starts.get(queries.features[at]!), starts.get(queries.features[at]! + END)]
      if (from === undefined || to === undefined || to - from > most) continue
      const rarity = Math.log(1 + members.length / (to - from)) / (1 + SATURATION)
      for (let posting = from; posting < to; posting += 1) {
        const other = postings[posting]!
        if (scores[other] === 0) touched[count++] = other
        scores[other]! += rarity
      }
    }
    const best: number[] = []
    for (let at = 0; at < count; at += 1) {
      const other = members[touched[at]!]!
      const isSame =
        queries.identities[other] === queries.identities[pair] || keys.identities[other] === keys.identities[pair]
      if (!isSame) insertBest(best, touched[at]!, scores)
    }
    const draw = best[Math.min(best.length - 1, SKIPPED + (mixSeed(seed, pair, 5) % (DRAWN_FROM - SKIPPED)))]
    if (draw !== undefined) partners[pair] = members[draw]!
    for (let at = 0; at < count; at += 1) scores[touched[at]!] = 0
  }
}

function insertBest(best: number[], one: number, scores: Float32Array): void {
  if (best.length === DRAWN_FROM && scores[one]! <= scores[best[DRAWN_FROM - 1]!]!) return
  let at = best.length
  while (at > 0 && scores[best[at - 1]!]! < scores[one]!) at -= 1
  best.splice(at, 0, one)
  if (best.length > DRAWN_FROM) best.pop()
}

/** Where the postings of a feature end stands in the same map, beyond every feature. */
const END = 0x40000000

function invert(texts: Texts, members: Uint32Array) {
  const counts = new Map<number, number>()
  const eachFeature = (visit: (feature: number, place: number) => void): void => {
    for (let place = 0; place < members.length; place += 1) {
      const pair = members[place]!
      const seen = new Set(texts.features.subarray(texts.starts[pair]!, texts.starts[pair + 1]!))
      for (const feature of seen) visit(feature, place)
    }
  }
  eachFeature((feature) => counts.set(feature, (counts.get(feature) ?? 0) + 1))
  const starts = new Map<number, number>()
  const next = new Map<number, number>()
  let total = 0
  for (const [feature, count] of counts) {
    starts.set(feature, total)
    next.set(feature, total)
    total += count
    starts.set(feature + END, total)
  }
  const postings = new Uint32Array(total)
  eachFeature((feature, place) => {
    const at = next.get(feature)!
    postings[at] = place
    next.set(feature, at + 1)
  })
  return { starts, postings }
}
