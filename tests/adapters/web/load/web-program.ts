import { once } from 'node:events'
import { request } from 'node:http'
import { type Environment, type Journey, startJourney } from '../../../fakes/journey-bench.ts'
import { type AnswerScript, answering } from '../../../fakes/journey-model.ts'
import type { JourneyProcess } from '../../../fakes/journey-process.ts'
import type { OllamaServer } from '../../../fakes/ollama-server.ts'

/** Kiku as a service in a process of its own, with its page on a free port and a scripted model. */
export interface WebProgram {
  readonly journey: Journey
  readonly model: OllamaServer
  readonly process: JourneyProcess
  readonly url: string
  /** Asks for a stream, and reads it from then on. */
  ask(question: string): AskedStream
  /** Uploads a file under a name as the wire has it. @returns the reply */
  upload(name: string, content: Uint8Array): Promise<Response>
  /** Bytes of memory that the process holds, the whole of it. */
  resident(): Promise<number>
  end(): Promise<void>
}

export interface AskedStream {
  readonly text: () => string
  /** Resolves when the stream has ended, or was broken off. */
  readonly ended: Promise<void>
  leave(): void
}

export async function startWebProgram(answer: AnswerScript, environment: Environment): Promise<WebProgram> {
  const journey = await startJourney()
  await journey.write('harbour.md', '# Harbour\n\nThe harbour office opens at nine and closes at five.\n')
  await journey.write('港.md', '# 港\n\n港の事務所は九時に開き、五時に閉まります。\n')
  await journey.run(['ingest', 'documents'])
  const model = await journey.connect({ numParallel: 64, script: answering(answer) })
  journey.configure({ KIKU_WEB_ENABLED: 'true', KIKU_WEB_PORT: '0', ...environment })
  const process = journey.start(['serve'])
  const find = () => /http:\/\/127\.0\.0\.1:\d+/.exec(process.stdout() + process.stderr())?.[0]
  await process.until(() => find() !== undefined)
  const url = find()
  if (url === undefined) throw new Error(`There is no page.\n${process.stdout()}${process.stderr()}`)

  return {
    ...{ journey, model, process, url },
    ask: (question) => ask(url, question),
    upload(name, content) {
      const head = `--X\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\n\r\n`
      const body = Buffer.concat([Buffer.from(head), content, Buffer.from('\r\n--X--\r\n')])
      const headers = { 'content-type': 'multipart/form-data; boundary=X', 'sec-fetch-site': 'same-origin' }
      return fetch(`${url}/v1/sources`, { method: 'POST', headers, body })
    },
    async resident() {
      const metrics = await (await fetch(`${url}/metrics`)).text()
      return Number(/^process_resident_memory_bytes (\S+)/m.exec(metrics)?.[1])
    },
    end: () => journey.end(),
  }
}

function ask(url: string, question: string): AskedStream {
  const headers = { 'content-type': 'application/json', accept: 'text/event-stream' }
  const sending = request(`${url}/v1/ask`, { method: 'POST', agent: false, headers })
  let text = ''
  // A stream that is broken off has ended, too.
  sending.on('error', () => {})
  sending.once('response', (response) => {
    response.on('error', () => {})
    response.setEncoding('utf8').on('data', (part: string) => {
      text += part
    })
  })
  sending.end(JSON.stringify({ question, search: 'always' }))
  return {
    text: () => text,
    ended: once(sending, 'close').then(() => {}),
    leave: () => void sending.destroy(),
  }
}
