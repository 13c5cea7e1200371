import { createHash } from 'node:crypto'
import type http from 'node:http'

/** A model as the fake server has it installed. */
export interface FakeOllamaModel {
  readonly name: string
  readonly capabilities: readonly string[]
  /** Trained context length. */
  readonly context: number
  readonly family: string
  /** Numbers per vector, on embedding models. */
  readonly dimension?: number
  readonly parameterSize?: string
  readonly digest?: string
  /** `PARAMETER` lines of the Modelfile, as `/api/show` prints them. */
  readonly parameters?: string
  readonly remoteHost?: string
  /** More of `/api/show`'s `model_info`, such as `bert.pooling_type`. */
  readonly info?: Readonly<Record<string, unknown>>
}

/** What the server should say to one chat. */
export interface ScriptedChat {
  readonly content?: string
  /** Instead of `content`: the pieces, each one line of the stream. */
  readonly chunks?: readonly string[]
  /** Sent before the content when the request lets the model think. */
  readonly thinking?: string
  readonly toolCalls?: readonly { readonly name: string; readonly arguments: Readonly<Record<string, unknown>> }[]
  readonly doneReason?: string
  /** Alternatives of the first token, with natural logarithms. */
  readonly firstLogprobs?: readonly { readonly token: string; readonly logprob: number }[]
  /** Refuses with this status and `error`. */
  readonly status?: number
  readonly error?: string
  /** Awaited before the piece with this number, from 0; the client's abort ends the wait. */
  readonly beforePiece?: (piece: number) => Promise<void> | undefined
  /** Sends an error line instead of the piece with this number. */
  readonly failAfter?: number
  /** Cuts the connection instead of sending the piece with this number. */
  readonly cutAfter?: number
  /** Ends without the last line. */
  readonly noDone?: boolean
  /** Sent verbatim as the body, instead of everything else. */
  readonly raw?: string
  /** Writes the body in pieces of this many bytes, whatever characters and lines that cuts. */
  readonly writeBytes?: number
}

export interface WireChatBody {
  readonly model?: string
  readonly messages?: readonly { readonly role: string; readonly content?: string; readonly [key: string]: unknown }[]
  readonly stream?: boolean
  readonly format?: unknown
  readonly tools?: readonly unknown[]
  readonly think?: boolean | string
  readonly truncate?: boolean
  readonly shift?: boolean
  readonly keep_alive?: string | number
  readonly logprobs?: boolean
  readonly top_logprobs?: number
  readonly options?: Readonly<Record<string, unknown>>
}

export interface WireEmbedBody {
  readonly model?: string
  readonly input?: string | readonly string[]
  readonly truncate?: boolean
  readonly keep_alive?: string | number
  readonly dimensions?: number
  readonly options?: Readonly<Record<string, unknown>>
}

/** One request that ran a model, as the server saw it. */
export interface OllamaRequest {
  readonly kind: 'chat' | 'embed'
  readonly chat: WireChatBody
  readonly embed: WireEmbedBody
  /** Whether the client went away before the answer was complete. */
  aborted: boolean
  /** Lines written so far. */
  sent: number
}

/** A stand-in for a tokeniser: words, marks and runs of space. */
export function tokenize(text: string): string[] {
  return text.match(/[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]|\s+/gu) ?? []
}

/** A unit vector that depends on the words of a text. */
export function fakeVector(text: string, dimension: number): number[] {
  const vector = new Array<number>(dimension).fill(0)
  for (const token of tokenize(text.toLowerCase())) {
    if (token.trim() === '') continue
    const hash = createHash('sha1').update(token).digest()
    for (let at = 0; at < 8; at += 1) {
      const place = hash.readUInt16LE(at * 2) % dimension
      vector[place] = (vector[place] ?? 0) + ((hash[16 + (at & 3)] ?? 0) & 1 ? 1 : -1)
    }
  }
  const length = Math.hypot(...vector) || 1
  return vector.map((value) => value / length)
}

export function withTag(name: string): string {
  return name.includes(':') ? name : `${name}:latest`
}

export function digestOf(model: FakeOllamaModel): string {
  return model.digest ?? createHash('sha256').update(model.name).digest('hex')
}

/** An answer other than 200. */
export class RefusedRequest extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

export function sendJson(response: http.ServerResponse, status: number, body: unknown): void {
  if (response.destroyed || response.writableEnded) return
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' })
  response.end(JSON.stringify(body))
}
