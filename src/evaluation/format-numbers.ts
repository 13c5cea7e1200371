/** A measure with its interval. */
export function withInterval(value: number, [low, high]: readonly [number, number]): string {
  return `${digits(value)} [${digits(low)}, ${digits(high)}]`
}

/** A difference with its interval. */
export function signedWithInterval(value: number, [low, high]: readonly [number, number]): string {
  return `${signed(value)} [${signed(low)}, ${signed(high)}]`
}

/** A measure from 0 to 1. */
export function digits(value: number): string {
  return value.toFixed(3)
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`
}
