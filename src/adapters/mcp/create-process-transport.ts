import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { getDefaultEnvironment } from '@modelcontextprotocol/sdk/client/stdio.js'
import { ReadBuffer, serializeMessage } from '@modelcontextprotocol/sdk/shared/stdio.js'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js'
import { endProcessGroup } from './process-group.ts'

export interface ProcessTransportOptions {
  readonly command: string
  readonly args: readonly string[]
  /** Beside the few that every program needs, such as PATH. */
  readonly environment: Readonly<Record<string, string>>
  readonly cwd?: string
  readonly onErrorOutput: (chunk: Buffer) => void
}

/** How long a server has to end once nobody talks to it, and again when it is asked to. */
const END_MS = 2_000
/** The same for what it leaves behind. */
const LEFT_MS = 500
const LAST_WORDS_MS = 500

/**
 * A server as a process, over its standard input and output. Unlike the SDK's own it starts the process as the head of a
 * group and ends the whole group: `npx` and `sh -c` leave the server that they started behind otherwise. When the process
 * ends by itself, what it started ends too. POSIX only.
 * Source: modelcontextprotocol.io/specification/2025-11-25/basic/transports (stdio), basic/lifecycle (Shutdown)
 */
export function createProcessTransport(options: ProcessTransportOptions): Transport {
  const { command, args, environment, cwd, onErrorOutput } = options
  const buffer = new ReadBuffer()
  let child: ChildProcess | undefined
  let ended: Promise<void> | undefined

  function receive(chunk: Buffer): void {
    try {
      buffer.append(chunk)
    } catch (thrown) {
      // A message without end.
      transport.onerror?.(toError(thrown))
      void transport.close()
      return
    }
    while (passOne());
  }

  function passOne(): boolean {
    try {
      const message = buffer.readMessage()
      if (message !== null) transport.onmessage?.(message)
      return message !== null
    } catch (thrown) {
      // A line that is no message, and the next may be one.
      transport.onerror?.(toError(thrown))
      return true
    }
  }

  async function attend(running: ChildProcess): Promise<void> {
    const closed = new Promise((resolve) => running.once('close', resolve))
    await new Promise<void>((resolve) => {
      running.once('exit', () => resolve())
      running.on('error', (error) => {
        transport.onerror?.(error)
        if (running.pid === undefined) resolve()
      })
    })
    await endProcessGroup(running, LEFT_MS)
    // What was written before the end is still read. Whoever has left the group may hold the streams open.
    const waiting = new AbortController()
    await Promise.race([closed, sleep(LAST_WORDS_MS, undefined, waiting).catch(() => {})])
    waiting.abort()
    for (const stream of [running.stdin, running.stdout, running.stderr]) stream?.destroy()
    buffer.clear()
    transport.onclose?.()
  }

  const transport: Transport = {
    async start() {
      const where = cwd === undefined ? {} : { cwd }
      const env = { ...getDefaultEnvironment(), ...environment }
      const started = spawn(command, [...args], { env, ...where, stdio: 'pipe', detached: true })
      started.stdout.on('data', receive)
      started.stderr.on('data', onErrorOutput)
      for (const stream of [started.stdin, started.stdout, started.stderr]) {
        stream.on('error', (error) => transport.onerror?.(error))
      }
      // At once, so that closing finds it while it starts.
      child = started
      ended = attend(started)
      await once(started, 'spawn')
    },
    send(message: JSONRPCMessage) {
      const input = child?.stdin
      return new Promise((resolve, reject) => {
        if (!input?.writable) return reject(new Error('The server has ended.'))
        input.write(serializeMessage(message), (error) => (error ? reject(error) : resolve()))
      })
    },
    async close() {
      if (child === undefined || ended === undefined) return
      child.stdin?.end()
      const hurry = setTimeout(endProcessGroup, END_MS, child, END_MS)
      await ended.finally(() => clearTimeout(hurry))
    },
  }
  return transport
}

function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown))
}
