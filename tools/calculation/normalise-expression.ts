const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹'
const RAISED = new RegExp(`⁻?[${SUPERSCRIPTS}]+`, 'g')

const SYMBOLS: readonly (readonly [RegExp, string])[] = [
  [/[×✕✖⋅∙]/g, '*'],
  [/÷/g, '/'],
  [/[−–—]/g, '-'],
  [/\*\*/g, '^'],
  [/√\s*(\d+(?:\.\d+)?)/g, 'sqrt($1)'],
  [/√/g, 'sqrt'],
  [/π/g, 'pi'],
  [/≤/g, '<='],
  [/≥/g, '>='],
  [/≠/g, '!='],
]

/** Turns what people type (`３×（4＋5）`, `2²`, `√2`, `1,234.5`) into what the parser reads. */
export function normaliseExpression(text: string): string {
  // Before the compatibility forms go: they would turn 3² into 32.
  const raised = text.replace(RAISED, (digits) => `^${[...digits].map(lower).join('')}`)
  const plain = raised.normalize('NFKC')
  const written = SYMBOLS.reduce((expression, [pattern, symbol]) => expression.replace(pattern, symbol), plain)
  return dropGroupingCommas(written).replace(/=\s*$/, '').trim()
}

function lower(digit: string): string {
  return digit === '⁻' ? '-' : String(SUPERSCRIPTS.indexOf(digit))
}

/** Removes the commas of 1,234,567; those between the arguments of a function and in lists stay. */
function dropGroupingCommas(text: string): string {
  const separates: boolean[] = []
  let result = ''
  for (const [index, character] of [...text].entries()) {
    if (character === '(') separates.push(/[A-Za-z]\d*\s*$/.test(result))
    else if (character === '[') separates.push(true)
    else if (character === ')' || character === ']') separates.pop()
    const isGrouping = character === ',' && !(separates.at(-1) ?? false) && isBetweenGroups(text, index)
    if (!isGrouping) result += character
  }
  return result
}

function isBetweenGroups(text: string, index: number): boolean {
  const before = text.slice(0, index)
  return /(?:^|[^\d.,])\d{1,3}(?:,\d{3})*$/.test(before) && /^,\d{3}(?!\d)/.test(text.slice(index))
}
