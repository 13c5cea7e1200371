import type { Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/**
 * Closes the replies that wait for their turn on a connection that is gone. A client may send several requests at once, and
 * Node tells only the reply that is being sent that nobody reads it any more: the others would be made, and kept, for ever.
 */
export function endQueuedReplies(server: Server): void {
  const queues = new WeakMap<Socket, Set<ServerResponse>>()
  server.on('connection', (socket) => {
    const queue = new Set<ServerResponse>()
    queues.set(socket, queue)
    socket.once('close', () => {
      for (const reply of queue) {
        if (reply.socket !== null) continue
        reply.destroy()
        reply.emit('close')
      }
    })
  })
  server.on('request', ({ socket }, reply) => {
    const queue = queues.get(socket)
    queue?.add(reply)
    reply.once('close', () => queue?.delete(reply))
  })
}
