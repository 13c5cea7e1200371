import { wireListedCommand } from '../commands/wire-command.ts'
import type { PeerState } from '../peer-state.ts'
import { invalidForm, missingAccess } from '../refusal.ts'
import type { Route, RouteRequest } from '../rest/route.ts'
import { isObject, objectsOf } from '../wire.ts'
import { joinedGuild } from './access.ts'

type ScopeOf = (request: RouteRequest, state: PeerState) => string | undefined

const routesOf = (place: string, scopeOf: ScopeOf): readonly Route[] => [
  {
    name: `GET ${place}`,
    run(request, state) {
      const isFull = request.query.get('with_localizations') === 'true'
      return state.commands.list(scopeOf(request, state)).map((command) => wireListedCommand(command, isFull))
    },
  },
  {
    name: `PUT ${place}`,
    run(request, state) {
      if (!Array.isArray(request.json) || !request.json.every(isObject))
        throw invalidForm('', 'LIST_TYPE_CONVERT', 'Only iterables may be used in a ListType')
      return state.commands.replaceAll(scopeOf(request, state), objectsOf(request.json))
    },
  },
  {
    name: `POST ${place}`,
    status: 201,
    run: (request, state) => state.commands.put(scopeOf(request, state), request.body).command,
  },
  {
    name: `GET ${place}/:command`,
    run: (request, state) => state.commands.find(scopeOf(request, state), request.param('command')),
  },
  {
    name: `PATCH ${place}/:command`,
    run: (request, state) => state.commands.change(scopeOf(request, state), request.param('command'), request.body),
  },
  {
    name: `DELETE ${place}/:command`,
    run(request, state) {
      state.commands.remove(scopeOf(request, state), request.param('command'))
      return undefined
    },
  },
]

const inGuild: ScopeOf = (request, state) => {
  everywhere(request, state)
  return joinedGuild(state, request.param('guild')).id
}

const everywhere: ScopeOf = ({ param }, { world }) => {
  if (param('app') !== world.appId) throw missingAccess()
  return undefined
}

/** https://discord.com/developers/docs/interactions/application-commands#endpoints */
export const COMMAND_ROUTES: readonly Route[] = [
  ...routesOf('/applications/:app/commands', everywhere),
  ...routesOf('/applications/:app/guilds/:guild/commands', inGuild),
]
