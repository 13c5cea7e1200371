import { isObject, type WireObject } from './wire.ts'

/**
 * Discord's answer where it does not do something
 * (https://discord.com/developers/docs/topics/opcodes-and-status-codes#json-json-error-codes).
 */
export class DiscordRefusal extends Error {
  readonly status: number
  readonly code: number
  readonly errors: WireObject | undefined

  constructor(status: number, code: number, message: string, errors?: WireObject) {
    super(message)
    this.name = 'DiscordRefusal'
    this.status = status
    this.code = code
    this.errors = errors
  }

  get body(): WireObject {
    const { code, message, errors } = this
    return errors === undefined ? { message, code } : { message, code, errors }
  }
}

const UNKNOWN = {
  Channel: 10003,
  Guild: 10004,
  Member: 10007,
  Message: 10008,
  Role: 10011,
  User: 10013,
  Webhook: 10015,
  interaction: 10062,
  'application command': 10063,
} as const

export const unknown = (what: keyof typeof UNKNOWN) => new DiscordRefusal(404, UNKNOWN[what], `Unknown ${what}`)
export const missingAccess = () => new DiscordRefusal(403, 50001, 'Missing Access')
export const missingPermissions = () => new DiscordRefusal(403, 50013, 'Missing Permissions')
export const wrongChannelType = () => new DiscordRefusal(400, 50024, 'Cannot execute action on this channel type')

/** Collects what is wrong with a body; Discord tells of all of it at once. */
export interface Problems {
  /** @param path such as `embeds.0.title`; empty for the whole body */
  add(path: string, code: string, message: string): void
  tooLong(path: string, value: unknown, most: number): void
  /** @throws DiscordRefusal 50035 where anything was wrong */
  settle(): void
}

export function createProblems(): Problems {
  const found: { readonly path: string; readonly code: string; readonly message: string }[] = []
  const add: Problems['add'] = (path, code, message) => void found.push({ path, code, message })
  return {
    add,
    tooLong(path, value, most) {
      // In UTF-16 units, the strictest way to count.
      if (typeof value === 'string' && value.length > most)
        add(path, 'BASE_TYPE_MAX_LENGTH', `Must be ${most} or fewer in length.`)
    },
    settle() {
      if (found.length === 0) return
      const errors: Record<string, unknown> = {}
      for (const problem of found) place(errors, problem)
      throw new DiscordRefusal(400, 50035, 'Invalid Form Body', errors)
    },
  }
}

/** One problem alone. */
export function invalidForm(path: string, code: string, message: string): DiscordRefusal {
  const errors: Record<string, unknown> = {}
  place(errors, { path, code, message })
  return new DiscordRefusal(400, 50035, 'Invalid Form Body', errors)
}

function place(
  errors: Record<string, unknown>,
  { path, code, message }: { readonly path: string; readonly code: string; readonly message: string },
): void {
  let at = errors
  for (const step of path.split('.').filter((part) => part !== '')) {
    const below = at[step]
    const next: Record<string, unknown> = isObject(below) ? { ...below } : {}
    at[step] = next
    at = next
  }
  const here = Array.isArray(at._errors) ? at._errors : []
  at._errors = [...here, { code, message }]
}
