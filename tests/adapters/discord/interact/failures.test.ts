import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ACTIONS } from '../../../../src/adapters/discord/interact/action-ids.ts'
import { serveInteraction } from '../../../../src/adapters/discord/interact/serve-interaction.ts'
import { click, command, form, messageCommand } from './arrivals.ts'
import { createScriptedDesk } from './scripted-desk.ts'

describe('serveInteraction', () => {
  it.each([
    [command('weather'), 'command'],
    [command('kiku', {}, { subcommand: 'dance' }), 'command'],
    [messageCommand('Translate'), 'command'],
    [click('other-bot:1'), 'button'],
    [click(''), 'button'],
    [form('kiku-old:1', {}), 'form'],
  ] as const)('says kindly that it does not know what is stale (%#)', async (arrived, what) => {
    const { desk, responses } = createScriptedDesk()

    await serveInteraction(arrived, desk)

    expect(responses).toMatchObject([{ way: 'reply', kind: 'ephemeral', text: expect.stringContaining(what) }])
  })

  it('answers every button once, however its id goes on, and never throws', async () => {
    const ids = fc.tuple(fc.constantFrom(...Object.values(ACTIONS)), fc.string({ maxLength: 80 }))

    await fc.assert(
      fc.asyncProperty(ids, fc.boolean(), async ([action, rest], isForm) => {
        const { desk, responses, seen } = createScriptedDesk()
        const arrived = isForm ? form(`${action}:${rest}`, {}) : click(`${action}:${rest}`)

        await serveInteraction(arrived, desk)

        expect(responses.length).toBeGreaterThan(0)
        expect(seen.asked).toEqual([])
        expect(seen.log.filter(({ event }) => event === 'discord-apology-failed')).toEqual([])
      }),
      { numRuns: 200 },
    )
  })

  it('says in the person’s language that Kiku is being restarted', async () => {
    const { desk, responses, stop } = createScriptedDesk()
    stop()

    await serveInteraction(command('help', {}, { locale: 'ja' }), desk)

    expect(responses).toMatchObject([{ way: 'reply', kind: 'ephemeral', text: expect.stringContaining('再起動') }])
  })

  it('does not talk to what came too late, and logs neither token nor words', async () => {
    const { desk, seen, responses } = createScriptedDesk({ responseRefusals: { defer: 10062 } })

    await serveInteraction(command('search', { query: 'my secret' }), desk)

    expect(responses).toEqual([{ way: 'defer', kind: 'ephemeral' }])
    expect(seen.log).toMatchObject([{ event: 'discord-interaction-failed', fields: { problem: 10062 } }])
    expect(JSON.stringify(seen.log)).not.toMatch(/secret/)
  })

  it('does not throw when even the apology is refused', async () => {
    const { desk, seen } = createScriptedDesk({ responseRefusals: { defer: 50027, editOriginal: 50027 } })

    await serveInteraction(command('search', { query: 'x' }), desk)

    expect(seen.log.map(({ event }) => event)).toEqual(['discord-interaction-failed', 'discord-apology-failed'])
  })

  it.each([
    ['en', 'What I can do for you'],
    ['ja', 'Kikuにできること'],
  ] as const)('helps at once (%s)', async (locale, heading) => {
    const { desk, responses } = createScriptedDesk()

    await serveInteraction(command('help', {}, { locale }), desk)

    expect(responses).toMatchObject([{ way: 'reply', kind: 'ephemeral', text: expect.stringContaining(heading) }])
  })
})
