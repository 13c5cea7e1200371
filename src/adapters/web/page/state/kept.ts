/** Small values that this browser keeps. Where it keeps none (private windows), they last as long as the page. */
const fallback = new Map<string, string>()

export function readKept(name: string): string | undefined {
  try {
    return localStorage.getItem(`kiku.${name}`) ?? fallback.get(name)
  } catch {
    return fallback.get(name)
  }
}

/** An empty value is forgotten. */
export function keep(name: string, value: string): void {
  if (value === '') fallback.delete(name)
  else fallback.set(name, value)
  try {
    if (value === '') localStorage.removeItem(`kiku.${name}`)
    else localStorage.setItem(`kiku.${name}`, value)
  } catch {
    // Full or forbidden: the value lasts as long as the page.
  }
}
