import { describe, expect, it } from 'vitest'
import { serveInteraction } from '../../../../src/adapters/discord/interact/serve-interaction.ts'
import { buildAnswer } from '../../../fakes/scripted-kiku.ts'
import { command, ELSEWHERE, IN_DM, question } from './arrivals.ts'
import { createScriptedDesk } from './scripted-desk.ts'
import { refused } from './scripted-responses.ts'
import { ALICE, BOB, CHANNEL, GUILD, INTERACTION, THREAD } from './world-ids.ts'

describe('/ask', () => {
  it('answers for all who read the channel', async () => {
    const { desk, seen, responses } = createScriptedDesk()

    await serveInteraction(command('ask', { question: 'How do I claim travel costs?', search: 'always' }), desk)

    expect(responses).toEqual([{ way: 'defer', kind: 'public' }])
    expect(seen.asked).toMatchObject([
      {
        id: INTERACTION,
        place: { guild: GUILD, channel: CHANNEL, root: INTERACTION },
        asker: { id: ALICE, name: 'Alice' },
        text: 'How do I claim travel costs?',
        search: 'always',
        locale: 'en',
        target: { kind: 'interaction', channelId: CHANNEL, isEphemeral: false, canPost: true },
      },
    ])
  })

  it('goes on with the conversation of a thread', async () => {
    const { desk, seen } = createScriptedDesk()

    await serveInteraction(command('ask', { question: 'And by train?' }, { where: { channelId: THREAD } }), desk)

    expect(seen.asked).toMatchObject([{ place: { channel: CHANNEL, root: THREAD }, target: { channelId: THREAD } }])
  })

  it.each([
    ['yes', {}, true],
    ['no', {}, false],
    ['no', ELSEWHERE, false],
    ['', {}, false],
    ['', IN_DM, false],
    // Nobody there but the asker has Kiku.
    ['', ELSEWHERE, true],
  ] as const)(
    'answers privately only when asked to, or brought along (%j in %j)',
    async (isPrivate, where, expected) => {
      const { desk, seen, responses } = createScriptedDesk()
      const options = { question: 'Why?', ...(isPrivate === '' ? {} : { private: isPrivate }) }

      await serveInteraction(command('ask', options, { where }), desk)

      expect(responses).toEqual([{ way: 'defer', kind: expected ? 'ephemeral' : 'public' }])
      expect(seen.asked[0]?.target).toMatchObject({ isEphemeral: expected })
      expect(seen.asked[0]?.place.root.startsWith('private-')).toBe(expected)
    },
  )

  it('posts by itself only where the same people read it', async () => {
    const { desk, seen } = createScriptedDesk({ missing: ['SendMessages'] })

    await serveInteraction(command('ask', { question: 'Why?' }), desk)
    await serveInteraction(command('ask', { question: 'Why?' }, { where: ELSEWHERE }), createAgain(desk))

    expect(seen.asked.map(({ target }) => target)).toMatchObject([{ canPost: false }, { canPost: false }])
  })

  it('asks the whole of a long question that was suggested, and nobody else’s', async () => {
    const long = `How do I claim travel costs ${'for a very long journey '.repeat(10)}?`
    const own = question({ text: long })
    const script = { questions: [own], answers: { [own.id]: buildAnswer() } }
    const alice = createScriptedDesk(script)
    const bob = createScriptedDesk(script)
    const options = { question: `kiku-question:${own.id}` }

    await serveInteraction(command('ask', options), alice.desk)
    await serveInteraction(command('ask', options, { user: BOB }), bob.desk)

    expect(alice.seen.asked).toMatchObject([{ text: long }])
    expect(bob.seen.asked).toEqual([])
    expect(bob.responses.at(-1)).toMatchObject({ way: 'followUp', kind: 'ephemeral' })
  })

  it('says privately that there was no question', async () => {
    const { desk, seen, responses } = createScriptedDesk()

    await serveInteraction(command('ask', { question: '   ' }, { locale: 'ja' }), desk)

    expect(seen.asked).toEqual([])
    expect(responses).toMatchObject([
      { way: 'reply', kind: 'ephemeral', text: expect.stringContaining('質問がありません') },
    ])
  })

  it('takes the public sign back and tells the asker alone when it is not taken in', async () => {
    const { desk, seen, responses } = createScriptedDesk({ ask: () => Promise.reject(refused(50013)) })

    await serveInteraction(command('ask', { question: 'Why?' }), desk)

    expect(responses).toMatchObject([
      { way: 'defer', kind: 'public' },
      { way: 'deleteOriginal' },
      { way: 'followUp', kind: 'ephemeral', text: expect.stringContaining('Send Messages') },
    ])
    expect(seen.log).toEqual([
      {
        event: 'discord-interaction-failed',
        fields: { what: 'command ask', code: 'surface-refused', route: '/somewhere/:id', problem: 50013 },
      },
    ])
  })
})

/** The same desk for another interaction. */
function createAgain(desk: ReturnType<typeof createScriptedDesk>['desk']) {
  return { ...desk, interactions: createScriptedDesk().desk.interactions }
}
