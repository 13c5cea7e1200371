import type { IncomingMessage, ServerResponse } from 'node:http'
import type { BoundedLog } from './bounded-log.ts'
import { type Fault, takeFault } from './faults.ts'
import { changedEvent, deletedEvent, postedEvent } from './message-events.ts'
import { contentsOf } from './methods/message-arguments.ts'
import { isTrue } from './methods/method.ts'
import { type PeerState, recordPings } from './peer-state.ts'
import { readBody } from './read-arguments.ts'
import type { ResponseTarget } from './response-urls.ts'
import type { Call } from './web-api.ts'
import { objectOf, SlackRefusal, textOf, type WireObject } from './wire.ts'
import { wireMessage } from './wire-message.ts'
import { BOT, BOT_USER } from './world.ts'

/**
 * Takes what an app posts to a `response_url`
 * (https://docs.slack.dev/interactivity/handling-user-interaction#message_responses): five posts within half an hour, to
 * the person alone unless it says otherwise, replacing or deleting the original where it asks for that.
 */
export function createResponseUrlAnswerer(options: {
  readonly state: PeerState
  readonly calls: BoundedLog<Call>
  readonly faults: Fault[]
  readonly sleep: (milliseconds: number) => Promise<void>
}) {
  const { state, calls, faults, sleep } = options

  return async (id: string, request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const at = Date.now()
    const body = await readBody(request)
    const fault = takeFault(faults, 'response_url', {})
    const parameters = parse(body)
    const call: Call = {
      method: 'response_url',
      arguments: parameters ?? {},
      at,
      status: undefined,
      error: undefined,
      reasons: [],
      fault,
    }
    calls.add(call)
    if (fault?.delayMs !== undefined) await sleep(fault.delayMs)
    if (fault?.drop === 'before') return void response.destroy()
    const [status, answer] = fault?.status === undefined ? take(id, parameters) : [fault.status, fault.error ?? 'fault']
    call.status = status
    call.error = status === 200 ? undefined : answer
    if (fault?.drop === 'after') return void response.destroy()
    response.writeHead(status, { 'content-type': status === 200 ? 'application/json' : 'text/plain' })
    response.end(status === 200 ? '{"ok":true}' : answer)
  }

  function take(id: string, parameters: WireObject | undefined): readonly [number, string] {
    const target = state.responses.use(id)
    if (typeof target === 'string') return [404, target]
    if (parameters === undefined) return [400, 'invalid_payload']
    try {
      show(parameters, target, state)
      return [200, 'ok']
    } catch (error) {
      if (error instanceof SlackRefusal) return [400, error.error]
      throw error
    }
  }
}

/** Shows what an app answered, also by way of an acknowledgement. */
export function show(parameters: WireObject, target: ResponseTarget, state: PeerState, via?: 'acknowledgement'): void {
  if (isTrue(parameters.delete_original)) {
    takeBack(target, state)
    return
  }
  const { text, blocks } = contentsOf(parameters)
  const said = { text, blocks: blocks ?? [] }
  if (isTrue(parameters.replace_original)) {
    replace(target, said, state)
    return
  }
  const { channel, user } = target
  const threadTs = textOf(parameters.thread_ts) || undefined
  if (parameters.response_type === 'in_channel') {
    const place = threadTs === undefined ? { channel } : { channel, threadTs }
    const message = state.store.add({ ...place, ...said, user: BOT_USER, bot: BOT, team: state.world.team })
    target.shown.push({ kind: 'message', ts: message.ts })
    recordPings(state, { method: 'response_url', channel, ts: message.ts }, said)
    state.echo(postedEvent(message, state.world.channel(channel)), channel)
    return
  }
  const ts = state.store.nextTs()
  state.ephemerals.add({ ts, channel, user, threadTs, via: via ?? 'response_url', ...said })
  target.shown.push({ kind: 'ephemeral', ts })
  recordPings(state, { method: via ?? 'response_url', channel, ts }, said)
}

function takeBack({ channel, originalTs }: ResponseTarget, state: PeerState): void {
  const ephemeral = state.ephemerals.find(channel, originalTs ?? '')
  if (ephemeral !== undefined) {
    ephemeral.isDeleted = true
    return
  }
  const message = state.store.find(channel, originalTs ?? '')
  if (message === undefined) throw new SlackRefusal('message_not_found')
  state.echo(deletedEvent(message, state.world.channel(channel), state), channel)
}

function replace(
  target: ResponseTarget,
  said: { text: string; blocks: readonly WireObject[] },
  state: PeerState,
): void {
  const { channel } = target
  const ts = target.originalTs ?? target.shown.at(-1)?.ts ?? ''
  recordPings(state, { method: 'response_url', channel, ts }, said)
  const ephemeral = state.ephemerals.find(channel, ts)
  if (ephemeral !== undefined) {
    Object.assign(ephemeral, said)
    ephemeral.edits += 1
    return
  }
  const message = state.store.find(channel, ts)
  if (message === undefined) throw new SlackRefusal('message_not_found')
  const before = wireMessage(message)
  Object.assign(message, said, { parts: [] })
  message.edits += 1
  state.echo(changedEvent(message, before, state.world.channel(channel), state.store.nextTs()), channel)
}

function parse(body: string): WireObject | undefined {
  try {
    return objectOf(JSON.parse(body))
  } catch {
    return undefined
  }
}
