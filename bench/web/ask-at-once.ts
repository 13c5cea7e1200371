import { Agent, request } from 'undici'
import { findMarks } from '../chat/marks.ts'

export interface AskLoad {
  readonly url: string
  readonly questions: readonly { readonly text: string; readonly token: string }[]
}

/** What came of one question. All times are epoch milliseconds. */
export interface AskedStream {
  readonly sentAt: number
  readonly firstEventAt?: number
  readonly firstTokenAt?: number
  readonly endedAt: number
  /** The event that the stream ended with, the status that it was refused with, or what broke. */
  readonly end: string
  /** What kind the answer is. */
  readonly answer?: string
  /** When the parts of the answer were here, by number of the question and part. */
  readonly seen: readonly { readonly question: number; readonly part: number; readonly at: number }[]
}

/** Asks all questions at the same moment, each on a connection of its own, and reads the answers as they are written. */
export async function askAtOnce({ url, questions }: AskLoad): Promise<readonly AskedStream[]> {
  const dispatcher = new Agent({ connections: questions.length, bodyTimeout: 120_000 })
  const streams = await Promise.all(questions.map(({ text, token }) => follow(text, token)))
  await dispatcher.close()
  return streams

  async function follow(question: string, token: string): Promise<AskedStream> {
    const sentAt = Date.now()
    const seen: { question: number; part: number; at: number }[] = []
    const times: { firstEventAt?: number; firstTokenAt?: number; answer?: string } = {}
    let end = 'nothing'
    let answer = ''
    try {
      const reply = await request(`${url}/v1/ask`, {
        dispatcher,
        method: 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          accept: 'text/event-stream',
        },
        body: JSON.stringify({ question, search: 'always' }),
      })
      if (reply.statusCode !== 200) end = String(reply.statusCode)
      let text = ''
      for await (const part of reply.body) {
        const at = Date.now()
        text += String(part)
        const events = text.split('\n\n')
        text = events.pop() ?? ''
        for (const event of events.flatMap(readEvent)) {
          times.firstEventAt ??= at
          end = event.kind
          if (event.answer !== undefined) times.answer = event.answer.kind
          if (event.kind !== 'token') continue
          times.firstTokenAt ??= at
          answer += event.text
          for (const mark of findMarks(answer).slice(seen.length)) seen.push({ ...mark, at })
        }
      }
    } catch (error) {
      end = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    }
    return { sentAt, ...times, endedAt: Date.now(), end, seen }
  }
}

interface SeenEvent {
  readonly kind: string
  readonly text?: string
  readonly answer?: { readonly kind: string }
}

/** Comments are none. */
function readEvent(text: string): SeenEvent[] {
  const data = /^data: (.*)$/m.exec(text)?.[1]
  return data === undefined ? [] : [JSON.parse(data)]
}
