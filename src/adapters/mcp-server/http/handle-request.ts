import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AuthInfo } from '@modelcontextprotocol/sdk/server/auth/types.js'
import { isInitializeRequest } from '@modelcontextprotocol/sdk/types.js'
import { isMeantForUs, type OriginRules } from '../../common/http/check-origin.ts'
import type { RateWindow } from '../../common/http/rate-window.ts'
import { readBody } from '../../common/http/read-body.ts'
import { refuse } from '../../common/http/refuse.ts'
import type { McpCaller } from '../mcp-caller.ts'
import { allowOrigin, answerPreflight } from './cross-origin.ts'
import {
  NO_SESSION,
  NOT_JSON,
  refuseKindly,
  SESSION_NEEDED,
  TOO_LARGE,
  TOO_MANY_SESSIONS,
  tooOften,
} from './refuse-kindly.ts'
import type { Session, Sessions } from './sessions.ts'

/** What a request is judged by. */
export interface Desk {
  readonly path: string
  readonly rules: OriginRules
  readonly mostBytes: number
  readonly sessions: Sessions
  /** The bearer of the token in an `Authorization` header. */
  readonly identify: (header: string | undefined) => Bearer | undefined
}

export interface Bearer {
  readonly caller: McpCaller
  /** Requests of any kind. */
  readonly requests: RateWindow
}

const UNAUTHORIZED = { 'www-authenticate': 'Bearer realm="kiku"' }
const METHODS = ['GET', 'POST', 'DELETE']

/** One request, from the cheapest question to the dearest: meant for us, from whom, how often, to which session. */
export async function handleRequest(request: IncomingMessage, response: ServerResponse, desk: Desk): Promise<void> {
  if (!isMeantForUs(request, desk.rules)) return refuse(response, 403)
  if (answerPreflight(request, response)) return
  allowOrigin(request, response)
  const bearer = desk.identify(request.headers.authorization)
  // Whoever has no token learns nothing, not even which paths there are.
  if (bearer === undefined) return refuse(response, 401, UNAUTHORIZED)
  const seconds = bearer.requests.take()
  if (seconds > 0) return refuseKindly(response, tooOften(seconds))
  if (pathOf(request) !== desk.path) return refuse(response, 404)
  if (!METHODS.includes(request.method ?? '')) return refuse(response, 405, { allow: METHODS.join(', ') })
  if (request.method === 'POST') return handlePost(request, response, bearer.caller, desk)
  const session = findSession(request, bearer.caller, desk)
  if (session === undefined) return refuseKindly(response, sessionIdOf(request) === '' ? SESSION_NEEDED : NO_SESSION)
  await pass({ request, response, session, isWork: false })
}

async function handlePost(
  request: IncomingMessage,
  response: ServerResponse,
  caller: McpCaller,
  desk: Desk,
): Promise<void> {
  const bytes = await readBody(request, { mostBytes: desk.mostBytes })
  if (bytes === undefined) return refuseKindly(response, TOO_LARGE)
  const body = parseJson(bytes.toString('utf8'))
  if (body === undefined) return refuseKindly(response, NOT_JSON)
  if (sessionIdOf(request) !== '') {
    const session = findSession(request, caller, desk)
    return session === undefined
      ? refuseKindly(response, NO_SESSION)
      : pass({ request, response, session, isWork: true, body })
  }
  if (!isInitializeRequest(body)) return refuseKindly(response, SESSION_NEEDED)
  const session = await desk.sessions.open(caller)
  if (session === undefined) return refuseKindly(response, TOO_MANY_SESSIONS)
  await pass({ request, response, session, isWork: true, body })
  // Refused for its headers, for example: then it never began.
  if (session.transport.sessionId === undefined) await desk.sessions.close(session)
}

interface Passage {
  readonly request: IncomingMessage & { auth?: AuthInfo }
  readonly response: ServerResponse
  readonly session: Session
  readonly isWork: boolean
  readonly body?: unknown
}

/** Hands a request to its session. What it began is cancelled when its connection is closed before the reply is out. */
async function pass({ request, response, session, isWork, body }: Passage): Promise<void> {
  const closing = new AbortController()
  const leave = session.enter(isWork)
  response.once('close', () => {
    leave()
    closing.abort()
  })
  // The SDK hands this to the tools. The token itself is no business of theirs.
  request.auth = { token: '', clientId: session.caller.name, scopes: [], extra: { closed: closing.signal } }
  await session.transport.handleRequest(request, response, body)
}

function findSession(request: IncomingMessage, caller: McpCaller, { sessions }: Desk): Session | undefined {
  return sessions.find(sessionIdOf(request), caller)
}

function sessionIdOf({ headers }: IncomingMessage): string {
  const id = headers['mcp-session-id']
  return typeof id === 'string' ? id : ''
}

function pathOf({ url = '' }: IncomingMessage): string {
  return url.split('?', 1)[0] ?? ''
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
