/** JSON as it goes over the wire, with readers that take nothing for granted. */
export type WireObject = Readonly<Record<string, unknown>>

export function isObject(value: unknown): value is WireObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export const objectOf = (value: unknown): WireObject => (isObject(value) ? value : {})
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
export const objectsOf = (value: unknown): readonly WireObject[] => listOf(value).filter(isObject)
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

/** Leaves out what is undefined, as JSON would, so that objects can be compared. */
export function compact(object: WireObject): WireObject {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined))
}

/** Slack's answer `ok: false`: the name of the problem, and what more it says. */
export class SlackRefusal extends Error {
  readonly error: string
  readonly about: WireObject

  /** @param reasons shown under `response_metadata.messages`, as Slack does for arguments and blocks */
  constructor(error: string, reasons: readonly string[] = [], more: WireObject = {}) {
    super(reasons.length === 0 ? error : `${error}: ${reasons.join('; ')}`)
    this.name = 'SlackRefusal'
    this.error = error
    const messages = reasons.map((reason) => `[ERROR] ${reason}`)
    this.about = reasons.length === 0 ? more : { ...more, errors: reasons, response_metadata: { messages } }
  }
}
