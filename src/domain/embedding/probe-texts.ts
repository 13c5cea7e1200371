import { cutToTokens } from './fit-embedding-text.ts'

/** Where in the batch of `probeTexts` each text stands. The same texts stand twice, apart, so that order shows. */
export const PROBE_PLACES = {
  english: [0, 2],
  japanese: [1, 7],
  /** Two texts that differ in their first quarter alone. */
  starts: [3, 4],
  /** Two texts that differ in their last quarter alone. */
  ends: [5, 6],
} as const

/** The texts that every encoder is asked for at the start, the long ones of about `tokens` (estimated). */
export function probeTexts(tokens: number): readonly string[] {
  const [start, otherStart] = startPair(tokens)
  const [end, otherEnd] = endPair(tokens)
  return [ENGLISH, JAPANESE, ENGLISH, start, otherStart, end, otherEnd, JAPANESE]
}

/** Two texts of about `tokens` that differ in their last quarter alone. */
export function endPair(tokens: number): readonly [string, string] {
  const { common, first, second } = parts(tokens)
  return [`${common} ${first}`, `${common} ${second}`]
}

function startPair(tokens: number): readonly [string, string] {
  const { common, first, second } = parts(tokens)
  return [`${first} ${common}`, `${second} ${common}`]
}

function parts(tokens: number) {
  const quarter = Math.max(Math.floor(tokens / 4), 1)
  const fill = (sentence: string, most: number) => cutToTokens(sentence.repeat(most), most, 'start').trim()
  return {
    common: fill('The harbour is closed while the wind blows from the north. ', Math.max(tokens - quarter - 2, 1)),
    first: fill('Bread and butter cost four coins at the market. ', quarter),
    second: fill('Musicians tune their old violins before the concert. ', quarter),
  }
}

const ENGLISH = 'The library opens at nine in the morning.'
const JAPANESE = '川の水位が上がっています。'
