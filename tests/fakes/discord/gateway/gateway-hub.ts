import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { GatewayCloseCodes as Close, GatewayIntentBits as Intents, GatewayOpcodes as Op } from 'discord.js'
import { type RawData, type WebSocket, WebSocketServer } from 'ws'
import type { Dispatch, PeerState } from '../peer-state.ts'
import { listOf, numberOf, objectOf, textOf, type WireObject } from '../wire.ts'
import { type Connection, createConnection } from './connection.ts'
import { guildPayload, guildsOf, readyPayload } from './ready.ts'
import { membersFor } from './request-members.ts'
import { createSessions, hears, type Session } from './sessions.ts'

/** How the app began a session, or came back to one. */
export interface Greeting {
  readonly kind: 'identify' | 'resume'
  readonly shard: number
  readonly shards: number
  readonly intents: number
  readonly sessionId: string
  /** Events that were told again. */
  readonly replayed: number
  readonly at: number
}

/** Discord's gateway (https://discord.com/developers/docs/events/gateway): the app connects, the server tells. */
export interface GatewayHub {
  readonly openSockets: number
  /** Oldest first. */
  readonly greetings: readonly Greeting[]
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void
  /** @returns how many sessions are told of it, now or when they are back */
  emit(dispatch: Dispatch): number
  askToReconnect(): void
  invalidate(isResumable: boolean): void
  forgetSessions(): void
  drop(code?: number): void
  freeze(): void
  setOutage(isOut: boolean): void
  repeatOnResume(events: number): void
  close(): void
}

const ALL_INTENTS = Object.values(Intents).reduce<number>((all, bit) => (typeof bit === 'number' ? all | bit : all), 0)
/** Payloads that a client may send in a minute. */
const MOST_PAYLOADS = 120

export function createGatewayHub(options: {
  readonly state: () => PeerState
  readonly token: () => string
  readonly keptEvents: number
  readonly onChange: () => void
}): GatewayHub {
  const { token, onChange } = options
  const server = new WebSocketServer({ noServer: true })
  const sessions = createSessions(options.keptEvents)
  const connections = new Map<WebSocket, Connection>()
  const greetings: Greeting[] = []
  let isOut = false
  let overlap = 0

  const send = (connection: Connection, op: number, d: unknown) =>
    connection.send(JSON.stringify({ op, d, s: null, t: null }))
  const open = () => [...connections.values()].filter(({ isOpen }) => isOpen)

  function welcome(socket: WebSocket, request: IncomingMessage): void {
    const { searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1')
    const connection = createConnection(socket, searchParams.get('compress') === 'zlib-stream')
    connections.set(socket, connection)
    if (searchParams.get('v') !== '10') return void connection.close(Close.InvalidAPIVersion, 'Invalid API version')
    if (searchParams.get('encoding') === 'etf')
      return void connection.close(Close.DecodeError, 'Error while decoding payload.')
    let session: Session | undefined
    let payloads = 0
    let since = Date.now()
    // A connection that breaks says so here first; what follows is the same as for one that closes.
    socket.on('error', () => socket.terminate())
    socket.on('message', (data) => {
      if (connection.isFrozen) return
      if (Date.now() - since > 60_000) [payloads, since] = [0, Date.now()]
      payloads += 1
      if (payloads > MOST_PAYLOADS) return connection.close(Close.RateLimited, 'You are sending too fast.')
      // Whoever was told that a session is worth nothing may begin or resume one over the same connection.
      session = hear(connection, session?.connection === connection ? session : undefined, data)
    })
    socket.on('close', (code) => {
      connections.delete(socket)
      if (session?.connection === connection) {
        session.connection = undefined
        // Whoever says goodbye in good order does not come back.
        if (code === 1000 || code === 1001) sessions.end(session)
      }
      onChange()
    })
    send(connection, Op.Hello, { heartbeat_interval: options.state().limits.heartbeatMs, _trace: [] })
  }

  function hear(connection: Connection, session: Session | undefined, data: RawData): Session | undefined {
    const { op, d } = parse(data)
    switch (op) {
      case Op.Heartbeat:
        send(connection, Op.HeartbeatAck, undefined)
        return session
      case Op.Identify:
        if (session !== undefined) return refuse(connection, Close.AlreadyAuthenticated, 'Already authenticated.')
        return identify(connection, objectOf(d))
      case Op.Resume:
        if (session !== undefined) return refuse(connection, Close.AlreadyAuthenticated, 'Already authenticated.')
        return resume(connection, objectOf(d))
      case undefined:
        return refuse(connection, Close.DecodeError, 'Error while decoding payload.')
      default:
        if (session === undefined) return refuse(connection, Close.NotAuthenticated, 'Not authenticated.')
        if (op !== Op.RequestGuildMembers) return session
        for (const chunk of membersFor(objectOf(d), options.state(), session.intents))
          sessions.tell(session, 'GUILD_MEMBERS_CHUNK', chunk)
        return session
    }
  }

  function refuse(connection: Connection, code: number, reason: string): undefined {
    connection.close(code, reason)
    return undefined
  }

  function identify(connection: Connection, about: WireObject): Session | undefined {
    const state = options.state()
    const intents = numberOf(about.intents)
    const [shard = 0, shards = 1] = listOf(about.shard).map(Number)
    if (textOf(about.token).replace(/^Bot /, '') !== token())
      return refuse(connection, Close.AuthenticationFailed, 'Authentication failed.')
    if (intents === undefined || (intents & ~ALL_INTENTS) !== 0)
      return refuse(connection, Close.InvalidIntents, 'Invalid intent(s).')
    if ((intents & forbiddenIntents(state)) !== 0)
      return refuse(connection, Close.DisallowedIntents, 'Disallowed intent(s).')
    if (!(shard >= 0 && shard < shards)) return refuse(connection, Close.InvalidShard, 'Invalid shard.')
    connection.compressesPayloads = about.compress === true
    const session = sessions.begin({ shard, shards, intents, connection })
    greet('identify', session, 0)
    sessions.tell(session, 'READY', readyPayload(state, session))
    if ((intents & Intents.Guilds) !== 0)
      for (const guild of guildsOf(state, session).filter(({ isUnavailable }) => !isUnavailable))
        sessions.tell(session, 'GUILD_CREATE', guildPayload(state, guild, intents))
    onChange()
    return session
  }

  function resume(connection: Connection, about: WireObject): Session | undefined {
    const session = sessions.find(textOf(about.session_id))
    const from = numberOf(about.seq) ?? 0
    if (textOf(about.token).replace(/^Bot /, '') !== token())
      return refuse(connection, Close.AuthenticationFailed, 'Authentication failed.')
    if (session !== undefined && from > session.sequence) return refuse(connection, Close.InvalidSeq, 'Invalid seq.')
    const isKept = session !== undefined && (session.told[0]?.sequence ?? 1) <= from + 1
    if (session === undefined || !isKept) {
      send(connection, Op.InvalidSession, false)
      return undefined
    }
    session.connection?.terminate()
    session.connection = connection
    const events = session.told.filter(({ type }) => type !== 'READY' && type !== 'RESUMED')
    const known = events.filter(({ sequence }) => sequence <= from)
    const missed = [...known.slice(known.length - overlap), ...events.filter(({ sequence }) => sequence > from)]
    overlap = 0
    for (const { text } of missed) connection.send(text)
    greet('resume', session, missed.length)
    sessions.tell(session, 'RESUMED', { _trace: [] })
    onChange()
    return session
  }

  function greet(kind: Greeting['kind'], session: Session, replayed: number): void {
    const { id: sessionId, shard, shards, intents } = session
    greetings.push({ kind, shard, shards, intents, sessionId, replayed, at: Date.now() })
  }

  return {
    get openSockets() {
      return open().length
    },
    greetings,
    accept(request, socket, head) {
      if (isOut) return void socket.end('HTTP/1.1 503 Service Unavailable\r\nconnection: close\r\n\r\n')
      server.handleUpgrade(request, socket, head, (accepted) => welcome(accepted, request))
    },
    emit({ type, data, guildId, intents }) {
      const hearing = [...sessions.all].filter(
        (session) => hears(session, guildId) && (intents === 0 || (session.intents & intents) !== 0),
      )
      for (const session of hearing)
        sessions.tell(session, type, typeof data === 'function' ? data(session.intents) : data)
      return hearing.length
    },
    askToReconnect() {
      for (const connection of open()) send(connection, Op.Reconnect, null)
    },
    invalidate(isResumable) {
      for (const session of [...sessions.all]) {
        session.connection = undefined
        if (!isResumable) sessions.end(session)
      }
      for (const connection of open()) send(connection, Op.InvalidSession, isResumable)
    },
    forgetSessions() {
      for (const session of [...sessions.all]) sessions.end(session)
    },
    drop(code) {
      for (const connection of open()) {
        if (code === undefined) connection.terminate()
        else connection.close(code)
      }
    },
    freeze() {
      for (const connection of open()) connection.isFrozen = true
    },
    setOutage(next) {
      isOut = next
    },
    repeatOnResume(events) {
      overlap = events
    },
    close() {
      for (const socket of connections.keys()) socket.terminate()
      server.close()
    },
  }
}

function forbiddenIntents({ app }: PeerState): number {
  return (
    (app.messageContent ? 0 : Intents.MessageContent) |
    (app.guildMembers ? 0 : Intents.GuildMembers) |
    (app.presences ? 0 : Intents.GuildPresences)
  )
}

function parse(data: RawData): { readonly op: number | undefined; readonly d: unknown } {
  try {
    const { op, d } = objectOf(JSON.parse(String(data)))
    return { op: numberOf(op), d }
  } catch {
    return { op: undefined, d: undefined }
  }
}
