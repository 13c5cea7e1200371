import type { Words } from './english.ts'

/** A reason or feature of the router in words; what is not known is shown by its name. */
export function nameReason(name: string, { ask }: Words): string {
  return ask.probes[name] ?? ask.reasons[name] ?? name.replaceAll('-', ' ').slice(0, 100)
}
