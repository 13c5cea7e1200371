import type { AnswerEvent } from '../../../src/domain/answer.ts'
import { replies } from '../conversation-fixtures.ts'
import { createGate } from '../gate.ts'
import type { ApiScene } from './api-scene.ts'

/** An answer whose asker reads the first word and then waits. */
export function waitingAnswer(aborted: string[] = []) {
  const gate = createGate()
  async function* answering(request: {
    readonly text: string
    readonly signal: AbortSignal
  }): AsyncGenerator<AnswerEvent> {
    yield { kind: 'token', text: 'Up ' }
    const stopped = new Promise<never>((_resolve, reject) => {
      request.signal.addEventListener('abort', () => {
        aborted.push(request.text)
        reject(request.signal.reason)
      })
    })
    await Promise.race([gate.passed, stopped])
    yield* replies('Up to 140 euros [1].')
  }
  return { gate, answering, aborted }
}

/** Reads a stream until some text has come. @returns what reads the rest of it */
export async function readUntil(response: Response, text: string): Promise<() => Promise<string>> {
  const reader = response.body!.getReader()
  const decoder = new TextDecoder()
  const read = async (isEnough: (seen: string) => boolean) => {
    let seen = ''
    while (!isEnough(seen)) {
      const { done, value } = await reader.read()
      if (done) break
      seen += decoder.decode(value, { stream: true })
    }
    return seen
  }
  const seen = await read((so) => so.includes(text))
  if (!seen.includes(text)) throw new Error(`The stream ended before ${text}: ${seen}`)
  return () => read(() => false)
}

/** Asks for a stream of which not all is read. */
export function openStream(scene: ApiScene, json: unknown, signal?: AbortSignal): Promise<Response> {
  return fetch(`${scene.url}/v1/ask`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-visitor': 'aki', accept: 'text/event-stream' },
    body: JSON.stringify(json),
    ...(signal === undefined ? {} : { signal }),
  })
}
