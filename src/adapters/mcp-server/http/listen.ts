import type { Server } from 'node:http'
import { KikuError } from '../../../domain/errors.ts'

/** @returns the port. @throws KikuError `config-invalid` where nothing can listen there */
export function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const onError = (thrown: NodeJS.ErrnoException) => reject(cannotListen(thrown, host, port))
    server.once('error', onError)
    server.listen({ host, port }, () => {
      server.off('error', onError)
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : port)
    })
  })
}

function cannotListen(thrown: NodeJS.ErrnoException, host: string, port: number): KikuError {
  const code = thrown.code ?? 'unknown'
  return new KikuError('config-invalid', `Kiku cannot listen for MCP clients on ${host}:${port} (${code}).`, {
    remedy: 'Choose another host or port for the MCP server, or end what uses this one.',
    cause: thrown,
    details: { port, code },
  })
}
