import { findConversion } from '../units/find-units.ts'
import type { ToolRequest } from './tool-request.ts'

const DIGITS = '[-+]?\\d[\\d,]*(?:\\.\\d+)?'
const NUMBER = `(?<amount>${DIGITS}|an?|one)`
const FROM = '(?<from>[\\p{L}°/^\\d.]+(?: [\\p{L}/]+){0,2}?)'
const TO = '(?<to>[\\p{L}°/^\\d.]+(?: [\\p{L}/]+){0,2}?)'
const JAPANESE_FROM = '(?<from>[\\p{L}°/^\\d・]{1,14}?)'
const JAPANESE_TO = '(?<to>[\\p{L}°/^・]{1,14}?\\d?)'
const BECOMES = '(?:です|になる|になります|ある|あります|くらい|ぐらい|相当)*'

const PATTERNS: readonly RegExp[] = [
  `(?:convert|change|turn) ${NUMBER} ?${FROM} (?:to|into|in) ${TO}`,
  `(?:what(?:'s| is| are)|how much is|how many is) ${NUMBER} ?${FROM} (?:in|to|into|as) ${TO}`,
  `(?<amount>${DIGITS}) ?${FROM} (?:in|to|into|as) ${TO}`,
  `how many ${TO} (?:(?:are |is )?(?:there )?in|is|are|equals?|makes?) ${NUMBER} ?${FROM}`,
  `how (?:long|far|heavy|big|hot|cold|warm|tall) is ${NUMBER} ?${FROM} in ${TO}`,
  `(?<amount>${DIGITS}) ?${JAPANESE_FROM}(?:は|って|だと|で)、?何 ?${JAPANESE_TO}${BECOMES}`,
  `(?<amount>${DIGITS}) ?${JAPANESE_FROM}(?:を|は|って)、?${JAPANESE_TO}に(?:変換|換算|直)(?:して|すると|したい|したら|した場合|し)?(?:ください|下さい|いくつ|いくら|何)?`,
  `(?<amount>${DIGITS}) ?${JAPANESE_FROM}(?:は|って)、?${JAPANESE_TO}(?:だと|では|で|に(?:すると|直すと|換算すると))(?:何|いくつ|いくら|どれくらい|どのくらい)${BECOMES}`,
].map((pattern) => new RegExp(`^(?:${pattern})$`, 'iu'))

const TEMPERATURES: readonly RegExp[] = [
  /^(?<from>華氏|摂氏|カ氏|セ氏)(?<amount>[-+]?\d+(?:\.\d+)?)度?(?:は|って|を|だと)、?(?<to>摂氏|華氏|セ氏|カ氏)(?:で|だと|では|に(?:すると|直すと|換算すると|変換すると)?)?(?:は)?(?:何度|いくつ|どれくらい|変換|換算|変換して|換算して)?(?:になる|になります)?(?:ください|下さい)?$/u,
]

/** Reads a request to convert an amount. Both units must be known and measure the same. */
export function readUnitRequest(request: string): ToolRequest | undefined {
  for (const pattern of [...TEMPERATURES, ...PATTERNS]) {
    const groups = pattern.exec(request)?.groups
    if (groups === undefined) continue
    const found = readConversion(groups.amount ?? '', groups.from ?? '', groups.to ?? '')
    if (found !== undefined) return found
  }
  return undefined
}

function readConversion(written: string, from: string, to: string): ToolRequest | undefined {
  const amount = /^(?:an?|one)$/i.test(written) ? 1 : readNumber(written)
  const units = findConversion(from, to)
  if (amount === undefined || units === undefined || units.from === units.to) return undefined
  return { tool: 'convert_unit', arguments: { amount, from, to } }
}

/** @returns undefined for numbers with commas in odd places */
function readNumber(written: string): number | undefined {
  if (written.includes(',') && !/^[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(written)) return undefined
  return Number(written.replaceAll(',', ''))
}
