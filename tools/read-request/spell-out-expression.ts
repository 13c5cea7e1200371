import { normaliseExpression } from '../calculation/normalise-expression.ts'

type Rule = readonly [RegExp, string]

const NUMBER = '((?:\\d{1,3}(?:,\\d{3})+|\\d+)(?:\\.\\d+)?)'
const rule = (pattern: string, replacement: string): Rule => [
  new RegExp(pattern.replaceAll('N', NUMBER), 'giu'),
  replacement,
]

/** Names of operations, the longer ones first. What a rule writes stands in parentheses, so that the next may use it. */
const RULES: readonly Rule[] = [
  rule('[$€£¥]\\s?(?=\\d)|(?<=\\d)\\s?(?:円|yen\\b|dollars?\\b|usd\\b|jpy\\b|euros?\\b)', ''),
  rule('(?<=\\d) percent\\b|(?<=\\d)\\s?パーセント|(?<=\\d) per cent\\b', '%'),
  rule('^N\\s?% off (?:of )?N$', '$2*(1-$1/100)'),
  rule('^N\\s?% of N', '$1/100*$2'),
  rule('^Nの\\s?N\\s?%(?:引き|引|オフ|off)', '$1*(1-$2/100)'),
  rule('^Nの\\s?N割(?:引き|引)', '$1*(1-$2/10)'),
  rule('^Nの\\s?N\\s?%', '$1*$2/100'),
  rule('^Nの\\s?N割', '$1*$2/10'),
  rule('^Nの\\s?N倍', '$1*$2'),
  rule('^Nの半分', '$1/2'),
  rule('^half (?:of )?N$', '$1/2'),
  rule('Nの\\s?N乗', '($1^$2)'),
  rule('(?:the )?square root of N', 'sqrt($1)'),
  rule('(?:the )?cube root of N', 'cbrt($1)'),
  rule('Nの(?:平方根|ルート)|ルートN', 'sqrt($1$2)'),
  rule('Nの立方根', 'cbrt($1)'),
  rule('(?:the )?factorial of N|\\bN factorial\\b|Nの階乗', '($1$2$3!)'),
  rule('N squared', '($1^2)'),
  rule('N cubed', '($1^3)'),
  rule(' (?:raised )?to the power of | to the power ', '^'),
  rule('N to the N(?:th|st|nd|rd) power', '($1^$2)'),
  rule(' multiplied by | times ', '*'),
  rule(' divided by ', '/'),
  rule(' plus ', '+'),
  rule(' minus ', '-'),
  rule('(?<=[\\d)])\\s?(?:足す|たす|プラス)\\s?(?=[\\d(])', '+'),
  rule('(?<=[\\d)])\\s?(?:引く|ひく|マイナス)\\s?(?=[\\d(])', '-'),
  rule('(?<=[\\d)])\\s?(?:掛ける|かける)\\s?(?=[\\d(])', '*'),
  rule('(?<=[\\d)])\\s?(?:割る|わる)\\s?(?=[\\d(])', '/'),
  rule('(?<=\\d) x (?=\\d)', '*'),
]

const ENGLISH_LIST =
  /^(?:the )?(average|mean|median|sum|total|product) of ((?:\d+(?:\.\d+)?(?:,? and |, ?| ))+\d+(?:\.\d+)?)$/i
const JAPANESE_LIST = /^((?:[\d.]+[、,と])+[\d.]+)の(平均|合計|和|積|中央値)(?:値)?$/
const LIST_FUNCTIONS: ReadonlyMap<string, string> = new Map([
  ['average', 'mean'],
  ['mean', 'mean'],
  ['median', 'median'],
  ['sum', 'sum'],
  ['total', 'sum'],
  ['product', 'prod'],
  ['平均', 'mean'],
  ['合計', 'sum'],
  ['和', 'sum'],
  ['積', 'prod'],
  ['中央値', 'median'],
])

const MYRIADS: Readonly<Record<string, number>> = { 千: 1e3, 万: 1e4, 億: 1e8 }

export interface Spelling {
  /** Whether a calculation is certain, so that `4x4` is a product. */
  readonly isCertain: boolean
}

/** Writes a sum in words (`12.5% of 80`, 「12の3乗」) with signs. What it does not know stays as it is. */
export function spellOutExpression(text: string, { isCertain }: Spelling): string {
  const list = spellOutList(text)
  if (list !== undefined) return list
  const written = text.replace(/(\d+(?:\.\d+)?)([千万億])(?![\d千万億])/g, writeMyriad)
  const signs = RULES.reduce((result, [pattern, replacement]) => result.replace(pattern, replacement), written)
  const products = isCertain ? signs.replace(/(?<=\d)x(?=\d)/gi, '*') : signs
  return normaliseExpression(products).replace(/^\(([^()]*)\)$/, '$1')
}

function spellOutList(text: string): string | undefined {
  const english = ENGLISH_LIST.exec(text)
  const japanese = JAPANESE_LIST.exec(text)
  const [name, items] = english !== null ? [english[1], english[2]] : [japanese?.[2], japanese?.[1]]
  const called = LIST_FUNCTIONS.get(name?.toLowerCase() ?? '')
  if (called === undefined || items === undefined) return undefined
  const numbers = items.split(/,? and |, |[、と,]| /).filter((item) => item !== '')
  return `${called}([${numbers.join(', ')}])`
}

function writeMyriad(_: string, digits: string, power: string): string {
  const value = Number(digits) * (MYRIADS[power] ?? Number.NaN)
  return Number.isSafeInteger(value) ? String(value) : `${digits}${power}`
}
