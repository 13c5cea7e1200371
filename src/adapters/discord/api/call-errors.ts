import { KikuError } from '../../../domain/errors.ts'

/** A call as errors and logs name it. */
export interface NamedCall {
  readonly method: string
  /** Without ids and tokens. */
  readonly route: string
}

/** What Discord said no with. */
export interface Refusal {
  readonly status: number
  /** Discord's number of the problem; 0 where it gave none. */
  readonly error: number
  /** Names of the fields of the body that it finds fault with. */
  readonly fields?: string
}

const REMEDIES: Readonly<Record<number, string>> = {
  50001: 'Let Kiku see the channel: give its role the permission View Channel.',
  50013: 'Give the role of Kiku the permissions that it lacks in the channel.',
}

// None of these carries what caused it: the errors of discord.js hold addresses with tokens, and what people wrote.

export function describeRefusal({ method, route }: NamedCall, { status, error, fields }: Refusal): KikuError {
  const isToken = status === 401 && !route.includes(':token')
  const remedy = isToken ? 'Put a valid bot token into DISCORD_TOKEN.' : REMEDIES[error]
  return new KikuError('surface-refused', `Discord refused ${method} ${route} with status ${status}, error ${error}.`, {
    ...(remedy === undefined ? {} : { remedy }),
    details: { method, route, status, error, ...(fields === undefined ? {} : { fields }) },
  })
}

/** Discord was not reached, or did not answer. @param reason such as `ECONNREFUSED` */
export function describeFailure(
  { method, route }: NamedCall,
  {
    isAmbiguous,
    status,
    reason,
  }: { readonly isAmbiguous: boolean; readonly status?: number; readonly reason?: string },
): KikuError {
  const what = isAmbiguous ? 'did not answer' : 'could not be reached for'
  return new KikuError('surface-unreachable', `Discord ${what} ${method} ${route}.`, {
    retryable: true,
    remedy: 'Check the network of this machine and https://discordstatus.com.',
    details: {
      method,
      route,
      isAmbiguous,
      ...(status === undefined ? {} : { status }),
      ...(reason === undefined ? {} : { reason }),
    },
  })
}

/** The call was made, yet what Discord said of it cannot be read. */
export function describeUnreadable({ method, route }: NamedCall): KikuError {
  return new KikuError('surface-unreachable', `Discord answered ${method} ${route} with something unexpected.`, {
    details: { method, route, isAmbiguous: true },
  })
}

/** There was no time left for a call that had to wait for its turn: nothing was sent. */
export function describeWait({ method, route }: NamedCall, timeoutMs: number): KikuError {
  return new KikuError('deadline-exceeded', `${method} ${route} had to wait for more than ${timeoutMs} ms.`, {
    retryable: true,
    details: { method, route, timeoutMs, holder: 'discord' },
  })
}

export function describeQueue({ method, route }: NamedCall): KikuError {
  return new KikuError('queue-full', `Too many calls of ${method} ${route} are under way.`, {
    retryable: true,
    details: { method, route },
  })
}

/** Kiku holds its calls back, since Discord shuts out whoever makes too many that it must refuse. */
export function describeRestraint({ method, route }: NamedCall): KikuError {
  return new KikuError('surface-unreachable', `${method} ${route} was held back: Discord refuses too many calls.`, {
    retryable: true,
    remedy: 'Look into the log for what Discord refuses, such as missing permissions.',
    details: { method, route, isAmbiguous: false },
  })
}
