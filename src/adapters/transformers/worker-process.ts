import { fork } from 'node:child_process'
import { once } from 'node:events'
import { KikuError } from '../../domain/errors.ts'
import type { FetchProgress, FinalReply, WorkerReply, WorkerRequest } from './worker-messages.ts'

/** A process that runs the library. One request at a time. */
export interface WorkerProcess {
  /**
   * A process that ends meanwhile is the reply `crashed`.
   * @throws KikuError `deadline-exceeded`, or the reason of the signal; the process is killed then
   */
  request(request: WorkerRequest, options: RequestOptions): Promise<FinalReply>
  isAlive(): boolean
  /** Kills the process and waits until it is gone. */
  stop(): Promise<void>
}

export interface RequestOptions {
  readonly signal: AbortSignal
  /** Longest time without any word from the process. */
  readonly silenceMs: number
  readonly onProgress?: (progress: FetchProgress) => void
}

/** @param environment all that the process knows of this one's; code that others wrote sees no secrets of Kiku's */
export function startWorkerProcess(environment: Readonly<Record<string, string>> = {}): WorkerProcess {
  const isSource = import.meta.url.endsWith('.ts')
  const child = fork(new URL(isSource ? './embed-worker.ts' : './embed-worker.js', import.meta.url), {
    execArgv: isSource ? ['--import', import.meta.resolve('tsx')] : [],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    serialization: 'advanced',
    env: { ...environment },
  })
  const isAlive = () => child.exitCode === null && child.signalCode === null && child.connected
  const ended = once(child, 'exit').then(
    ([code, killer]) => `It ended with ${killer ?? code}.`,
    (thrown: unknown) => String(thrown),
  )
  const exchange = (request: WorkerRequest, onProgress: (reply: FetchProgress) => void): Promise<FinalReply> =>
    new Promise((resolve) => {
      const finish = (reply: FinalReply) => {
        child.off('message', onMessage)
        resolve(reply)
      }
      const onMessage = (message: WorkerReply) => {
        if (message.kind !== 'progress') return finish(message)
        const { file, loadedBytes, totalBytes } = message
        onProgress({ file, loadedBytes, totalBytes })
      }
      child.on('message', onMessage)
      void ended.then((reason) => finish({ kind: 'crashed', reason }))
      // Failing to send means that the process has gone, which `ended` tells.
      if (child.connected) child.send(request, () => {})
    })
  return {
    async request(request, { signal, silenceMs, onProgress }) {
      const watch = watchSilence(silenceMs, signal)
      try {
        return await watch.race(
          exchange(request, (progress) => {
            watch.heard()
            onProgress?.(progress)
          }),
        )
      } catch (thrown) {
        child.kill('SIGKILL')
        throw thrown
      }
    },
    isAlive,
    async stop() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

// A deadline that begins anew with each word.
function watchSilence(silenceMs: number, signal: AbortSignal) {
  const silence = new AbortController()
  const start = () =>
    setTimeout(() => {
      silence.abort(
        new KikuError('deadline-exceeded', `The embedding process said nothing for ${silenceMs} ms.`, {
          retryable: true,
          details: { silenceMs },
        }),
      )
    }, silenceMs)
  let timer = start()
  return {
    heard() {
      clearTimeout(timer)
      timer = start()
    },
    async race<T>(work: Promise<T>): Promise<T> {
      const passOn = () => silence.abort(signal.reason)
      signal.addEventListener('abort', passOn, { once: true })
      try {
        if (signal.aborted) throw signal.reason
        return await Promise.race([
          work,
          new Promise<never>((_resolve, reject) => {
            silence.signal.addEventListener('abort', () => reject(silence.signal.reason), { once: true })
          }),
        ])
      } finally {
        clearTimeout(timer)
        signal.removeEventListener('abort', passOn)
      }
    },
  }
}
