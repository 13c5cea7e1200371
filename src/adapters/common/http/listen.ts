import type { Server } from 'node:http'
import { KikuError } from '../../../domain/errors.ts'

export interface ListenRequest {
  readonly host: string
  /** 0 takes any that is free. */
  readonly port: number
  /** Who would connect, for the error: `MCP clients`. */
  readonly audience: string
  /** What could be done where nothing can listen there. */
  readonly remedy: string
}

/** @returns the port. @throws KikuError `config-invalid` where nothing can listen there */
export function listen(server: Server, request: ListenRequest): Promise<number> {
  const { host, port } = request
  return new Promise((resolve, reject) => {
    const onError = (thrown: NodeJS.ErrnoException) => reject(cannotListen(thrown, request))
    server.once('error', onError)
    server.listen({ host, port }, () => {
      server.off('error', onError)
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : port)
    })
  })
}

function cannotListen(thrown: NodeJS.ErrnoException, { host, port, audience, remedy }: ListenRequest): KikuError {
  const code = thrown.code ?? 'unknown'
  const reason = REASONS[code] ?? code
  return new KikuError('config-invalid', `Kiku cannot listen for ${audience} on ${host}:${port} (${reason}).`, {
    remedy,
    cause: thrown,
    details: { port, code },
  })
}

const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'EADDRINUSE: another program uses this port',
  EACCES: 'EACCES: this port is kept for administrators',
  EADDRNOTAVAIL: 'EADDRNOTAVAIL: this machine has no such address',
}
