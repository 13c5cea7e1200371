import { describe, expect, it } from 'vitest'
import type { DiscordApi } from '../../../../src/adapters/discord/api/discord-api.ts'
import { registerCommands } from '../../../../src/adapters/discord/interact/register-commands.ts'
import { type CommandRegistry, createCommandRegistry } from '../../../fakes/discord/commands/command-registry.ts'
import { wireListedCommand } from '../../../fakes/discord/commands/wire-command.ts'
import { DOCUMENTED_LIMITS } from '../../../fakes/discord/discord-options.ts'
import { createSnowflakes } from '../../../fakes/discord/snowflakes.ts'
import { objectsOf } from '../../../fakes/discord/wire.ts'
import { refused } from './scripted-responses.ts'

const signal = new AbortController().signal
const identity = { applicationId: '42' }

/** Discord's registry, with a list of what was written. */
function createRegistry({ guilds = ['1001', '1002'], closed = [] as readonly string[] } = {}) {
  const registry = createCommandRegistry({ appId: '42', snowflakes: createSnowflakes(), limits: DOCUMENTED_LIMITS })
  const written: string[] = []
  const api: DiscordApi = {
    async call({ method, route, query, body, schema }) {
      if (route === '/users/@me/guilds') return schema.parse(guilds.map((id) => ({ id })))
      const [, guild] = /^\/applications\/42\/(?:guilds\/(\d+)\/)?commands$/.exec(route) ?? []
      if (guild !== undefined && closed.includes(guild)) throw refused(50001)
      if (method === 'GET') {
        const isWhole = query?.get('with_localizations') === 'true'
        return schema.parse(registry.list(guild).map((command) => wireListedCommand(command, isWhole)))
      }
      if (method !== 'PUT') throw new Error(`${method} ${route} was called, which this test does not script.`)
      written.push(guild ?? 'everywhere')
      return schema.parse(registry.replaceAll(guild, objectsOf(JSON.parse(JSON.stringify(body)))))
    },
  }
  const register = (where: readonly string[] = []) => registerCommands({ api, identity, guilds: where, signal })
  return { registry, written, register }
}

const namesIn = (registry: CommandRegistry, guild?: string) => registry.list(guild).map(({ name }) => name)

describe('registerCommands', () => {
  it('registers the commands everywhere, once', async () => {
    const { registry, written, register } = createRegistry()

    const outcomes = [await register(), await register(), await register()]

    expect(outcomes).toEqual(['registered', 'unchanged', 'unchanged'])
    expect(written).toEqual(['everywhere'])
    expect(namesIn(registry)).toEqual([
      ...['ask', 'search', 'sources', 'forget', 'feedback', 'help', 'kiku'],
      ...['Ask about this message', 'Summarise from here'],
    ])
  })

  it('registers them in some servers, where they do not say where they can be used', async () => {
    const { registry, written, register } = createRegistry()

    const outcomes = [await register(['1001', '1002']), await register(['1001', '1002', '1001'])]

    expect(outcomes).toEqual(['registered', 'unchanged'])
    expect(written).toEqual(['1001', '1002'])
    expect(registry.list('1001')[0]).not.toHaveProperty('contexts')
    expect(registry.list('1001')[0]).not.toHaveProperty('integration_types')
  })

  it('registers anew when a word of a command has changed', async () => {
    const { registry, written, register } = createRegistry()
    await register()
    const [first, ...others] = registry.list(undefined)
    registry.replaceAll(undefined, [{ ...first, description_localizations: { ja: '別の説明' } }, ...others])

    const outcome = await register()

    expect(outcome).toBe('registered')
    expect(written).toEqual(['everywhere', 'everywhere'])
  })

  it('takes the commands away everywhere when they move to servers, so that none shows twice', async () => {
    const { registry, register } = createRegistry()
    await register()

    await register(['1001'])

    expect(namesIn(registry)).toEqual([])
    expect(namesIn(registry, '1001')).toHaveLength(9)
  })

  it('registers them in the servers that have Kiku, and complains of one that has not', async () => {
    const { registry, register } = createRegistry({ closed: ['1001'] })
    await register()

    await expect(register(['1001', '1002'])).rejects.toMatchObject({ code: 'surface-refused' })

    expect(namesIn(registry, '1002')).toHaveLength(9)
    expect(namesIn(registry)).toHaveLength(9)
  })

  it('takes the commands of servers away when they move to everywhere', async () => {
    const { registry, written, register } = createRegistry({ guilds: ['1001', '1002', '1003'], closed: ['1003'] })
    await register(['1001'])

    await register()

    expect(namesIn(registry, '1001')).toEqual([])
    expect(namesIn(registry)).toHaveLength(9)
    expect(written).toEqual(['1001', '1001', 'everywhere'])
  })

  it('does not take an order of its own for a change', async () => {
    const { registry, register } = createRegistry()
    await register()
    const turned = registry
      .list(undefined)
      .map((command) => ({ ...command, contexts: [2, 0, 1], integration_types: [1, 0] }))
    const [kiku] = turned.filter(({ name }) => name === 'kiku')
    registry.replaceAll(
      undefined,
      turned
        .map((command) => (command === kiku ? { ...command, contexts: [0], integration_types: [0] } : command))
        .reverse(),
    )

    expect(await register()).toBe('unchanged')
  })
})
