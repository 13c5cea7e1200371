import { acceptView } from '../check-view.ts'
import type { PeerState } from '../peer-state.ts'
import { recordPings } from '../peer-state.ts'
import { type OpenView, wireView } from '../views.ts'
import { objectsOf, SlackRefusal, textOf, type WireObject } from '../wire.ts'
import { type Method, need, structureOf } from './method.ts'

const none = () => []

export const viewMethods: Readonly<Record<string, Method>> = {
  'views.open': { run: openView, scopes: none },
  'views.push': { run: pushView, scopes: none },
  'views.update': { run: updateView, scopes: none },
  'views.publish': { run: publishView, scopes: none },
}

const viewOf = (parameters: WireObject, expected: 'modal' | 'home') =>
  acceptView(structureOf(parameters, 'view', 'invalid_arguments'), expected)

function openView(parameters: WireObject, state: PeerState): WireObject {
  need(parameters, 'trigger_id', 'view')
  const view = viewOf(parameters, 'modal')
  return shown(state.views.open(state.triggers.exchange(parameters.trigger_id), view), 'views.open', state)
}

function pushView(parameters: WireObject, state: PeerState): WireObject {
  need(parameters, 'trigger_id', 'view')
  const view = viewOf(parameters, 'modal')
  return shown(state.views.push(state.triggers.exchange(parameters.trigger_id), view), 'views.push', state)
}

function updateView(parameters: WireObject, state: PeerState): WireObject {
  need(parameters, 'view')
  if (parameters.view_id === undefined && parameters.external_id === undefined) {
    throw new SlackRefusal('invalid_arguments', ['missing required field: view_id'])
  }
  const which = { id: parameters.view_id, externalId: parameters.external_id, hash: parameters.hash }
  return shown(state.views.update(which, viewOf(parameters, 'modal')), 'views.update', state)
}

function publishView(parameters: WireObject, state: PeerState): WireObject {
  need(parameters, 'user_id', 'view')
  const user = textOf(parameters.user_id)
  if (!state.world.users.has(user)) throw new SlackRefusal('user_not_found')
  const published = state.views.publish(user, viewOf(parameters, 'home'), parameters.hash)
  return shown(published, 'views.publish', state)
}

function shown(open: OpenView, method: string, state: PeerState): WireObject {
  recordPings(state, { method, channel: '', ts: '' }, { blocks: objectsOf(open.view.blocks) })
  return { view: wireView(open) }
}
