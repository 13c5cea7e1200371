import { type NamedUnit, UNITS } from './unit-names.ts'

let unitsByName: ReadonlyMap<string, readonly NamedUnit[]> | undefined

/** The units that people call so; several where a name means several, as キロ does, none where it is unknown. */
export function findUnits(name: string): readonly NamedUnit[] {
  unitsByName ??= readNames()
  const trimmed = name.trim().replace(/\s+/g, ' ')
  const bySymbol = unitsByName.get(symbolKey(trimmed)) ?? unitsByName.get(symbolKey(trimmed.normalize('NFKC')))
  if (bySymbol !== undefined) return bySymbol
  const word = trimmed.normalize('NFKC').toLowerCase().replace(/[.]$/, '').replace(/-/g, ' ')
  return unitsByName.get(word) ?? unitsByName.get(toSingular(word)) ?? []
}

/**
 * The units of a conversion, where only one reading of both names makes sense.
 * @returns undefined when a name is unknown or both never measure the same
 */
export function findConversion(
  from: string,
  to: string,
): { readonly from: NamedUnit; readonly to: NamedUnit } | undefined {
  const pairs = findUnits(from).flatMap((first) =>
    findUnits(to).flatMap((second) => (first.quantity === second.quantity ? [{ from: first, to: second }] : [])),
  )
  return pairs.length === 1 ? pairs[0] : undefined
}

function readNames(): ReadonlyMap<string, readonly NamedUnit[]> {
  const units = new Map<string, NamedUnit[]>()
  for (const unit of UNITS) {
    const keys = [...unit.names.map((name) => name.toLowerCase()), ...(unit.symbols ?? []).map(symbolKey)]
    for (const key of keys) units.set(key, [...(units.get(key) ?? []), unit])
  }
  return units
}

/** Symbols are kept apart from words, which are not told apart by case. */
function symbolKey(symbol: string): string {
  return `symbol ${symbol}`
}

/** `square meters` and `kilometers per hour`, without a dictionary: what is no unit afterwards is none. */
function toSingular(word: string): string {
  return word.replace(/s(?=$| per )/, '')
}
