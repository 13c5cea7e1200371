import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDiscordApi } from '../../../../src/adapters/discord/api/create-discord-api.ts'
import { createInteractionApi } from '../../../../src/adapters/discord/api/create-interaction-api.ts'
import { createRest } from '../../../../src/adapters/discord/api/create-rest.ts'
import { button, plainBody, row } from '../../../../src/adapters/discord/interact/parts/message-parts.ts'
import { registerCommands } from '../../../../src/adapters/discord/interact/register-commands.ts'
import { serveInteraction } from '../../../../src/adapters/discord/interact/serve-interaction.ts'
import { systemClock } from '../../../../src/ports/clock.ts'
import { silentTelemetry } from '../../../../src/ports/telemetry.ts'
import {
  BOT_USER,
  CHANNELS,
  type DiscordServer,
  GUILDS,
  type Interaction,
  PEOPLE,
  startDiscordServer,
  visibleComponents,
  visibleText,
} from '../../../fakes/discord/discord-server.ts'
import { buildAnswer } from '../../../fakes/scripted-kiku.ts'
import { hit, question } from './arrivals.ts'
import { readPayload } from './read-payload.ts'
import { channel, createScriptedDesk, type DeskScript } from './scripted-desk.ts'

let discord: DiscordServer

beforeAll(async () => {
  discord = await startDiscordServer()
  const { api } = createApis()
  await registerCommands({
    api,
    identity: { applicationId: BOT_USER },
    guilds: [],
    signal: new AbortController().signal,
  })
})
afterAll(async () => {
  await discord.close()
})

function createApis() {
  const rest = createRest({ token: discord.token, apiUrl: discord.apiUrl })
  const api = createDiscordApi({ rest, clock: systemClock, telemetry: silentTelemetry })
  return { api, interactions: createInteractionApi({ api, identity: { applicationId: BOT_USER }, clock: systemClock }) }
}

/** A desk that speaks to the local Discord. */
function createDesk(script: Partial<DeskScript> = {}) {
  const channels = [channel({ id: CHANNELS.general, guild: GUILDS.office })]
  const scripted = createScriptedDesk({ channels, ...script })
  const desk = Object.assign(scripted.desk, createApis())
  const serve = async (doing: Promise<Interaction>) => {
    const interaction = await doing
    await serveInteraction(readPayload(interaction.payload), desk)
    return interaction
  }
  return { ...scripted, serve }
}

const last = (user: string) => {
  const message = discord.ephemeralsFor(user).at(-1)
  if (message === undefined) throw new Error('Nothing was said to this person.')
  return message
}
const { alice, bob, mona, yuki } = PEOPLE
const here = { channel: CHANNELS.general, isAwaited: false } as const

describe('interactions over Discord', () => {
  it('is offered its commands, the settings to managers alone', () => {
    const offered = discord.commandsFor(alice, CHANNELS.general)

    expect(offered).toContain('ask')
    expect(offered).not.toContain('kiku')
    expect(discord.commandsFor(mona, CHANNELS.general)).toContain('kiku')
  })

  it('tells the asker alone when a public question was not taken in', async () => {
    const before = discord.repliesIn(CHANNELS.general).length
    const { serve } = createDesk({ ask: () => Promise.reject(new Error('The disk is full.')) })

    await serve(discord.slash({ ...here, user: alice, name: 'ask', options: { question: 'Why?', search: 'never' } }))

    expect(discord.repliesIn(CHANNELS.general).filter(({ isDeleted }) => !isDeleted)).toHaveLength(before)
    expect(visibleText(last(alice))).toContain('Something went wrong on my side')
  })

  it('turns the pages of a search', async () => {
    const hits = Array.from({ length: 7 }, (_, index) => hit({ key: index, title: `Passage ${index + 1}` }))
    const { serve } = createDesk({ hits })
    await serve(discord.slash({ ...here, user: alice, name: 'search', options: { query: 'travel' } }))
    const first = visibleText(last(alice))

    await serve(discord.click({ user: alice, on: last(alice), label: /More/, isAwaited: false }))

    expect(first).toContain('Passage 5')
    expect(visibleText(last(alice))).toContain('Passage 7')
    expect(visibleText(last(alice))).toContain('[◀ Back]')
  })

  it('asks why an answer was not helpful, and thanks for the reason', async () => {
    const id = `discord:${GUILDS.office}:${CHANNELS.general}:123`
    const asked = { questions: [question({ id, threadId: id })], answers: { [id]: buildAnswer() } }
    const { desk, seen, serve } = createDesk(asked)
    const posted = await serve(discord.slash({ ...here, user: alice, name: 'ask', options: { question: 'Why?' } }))
    const body = plainBody('So.', row(button({ id: `kiku-down:${id}`, label: 'No' })))
    const ref = { id: posted.id, token: posted.token, at: Date.now() }
    await desk.interactions.editOriginal(ref, body, desk.signal)
    const on = posted.original
    if (on === undefined) throw new Error('There is no answer.')

    await serve(discord.click({ user: yuki, on, label: 'No', isAwaited: false }))
    const form = discord.modalOf(yuki)
    const fields = { reasons: ['outdated'], text: '規程が変わりました' }
    await serve(discord.submitModal({ user: yuki, fields, isAwaited: false }))

    expect(`${form?.title}\n${visibleComponents(form?.components ?? [])}`).toContain('情報が古い')
    expect(seen.feedback).toMatchObject([
      { verdict: 'down' },
      { verdict: 'down', reason: 'outdated: 規程が変わりました' },
    ])
    expect(visibleText(last(yuki))).toBe('ありがとうございます。今後の改善に役立てます。')
  })

  it('has a channel remembered from the panel, and the past read', async () => {
    const { seen, serve } = createDesk()
    await serve(discord.slash({ ...here, user: mona, name: 'kiku config' }))
    const before = visibleText(last(mona))

    await serve(discord.click({ user: mona, on: last(mona), label: /^Remember/, isAwaited: false }))
    await serve(discord.click({ user: mona, on: last(mona), label: /past/, isAwaited: false }))
    await serve(discord.submitModal({ user: mona, fields: { days: '14' }, isAwaited: false }))

    expect(before).toContain('[Remember: off]')
    expect(visibleText(last(mona))).toContain('[Remember: on]')
    expect(discord.repliesIn(CHANNELS.general).at(-1)?.content).toContain(`<@${mona}> has asked me to remember`)
    expect(seen.order).toEqual([`read ${CHANNELS.general} 14`])
    expect(discord.pings).toEqual([])
  })

  it('forgets only after it asked once more', async () => {
    const { seen, serve } = createDesk()
    await serve(discord.slash({ ...here, user: bob, name: 'forget', options: { what: 'me' } }))

    await serve(discord.click({ user: bob, on: last(bob), label: 'Keep', isAwaited: false }))
    const kept = [...seen.order]
    await serve(discord.slash({ ...here, user: bob, name: 'forget', options: { what: 'me' } }))
    await serve(discord.click({ user: bob, on: last(bob), label: 'Forget me', isAwaited: false }))

    expect(kept).toEqual([])
    expect(seen.order).toEqual([`forget discord:${bob}`])
    expect(visibleText(last(bob))).toBe('Done. I have forgotten 3 messages, my answers included.')
  })

  it('answers about a message of others, and sums up what followed', async () => {
    const { seen, serve } = createDesk()
    const on = await discord.say({ user: bob, channel: CHANNELS.general, text: 'We fly on Friday.' })
    await discord.say({ user: alice, channel: CHANNELS.general, text: 'At nine.' })

    await serve(discord.messageCommand({ user: yuki, on, name: 'Ask about this message', isAwaited: false }))
    await serve(discord.submitModal({ user: yuki, fields: { question: 'いつですか' }, isAwaited: false }))
    await serve(discord.messageCommand({ user: yuki, on, name: 'Summarise from here', isAwaited: false }))

    expect(seen.asked.map(({ quoted }) => quoted)).toEqual([
      'Bob Brown: We fly on Friday.',
      'Bob Brown: We fly on Friday.\nAlice Adams: At nine.',
    ])
  })

  it('suggests questions as they are typed', async () => {
    const asked = question({ author: { id: `discord:${alice}` } })
    const { serve } = createDesk({ questions: [asked], answers: { [asked.id]: buildAnswer() } })

    const typed = await serve(
      discord.autocomplete({ ...here, user: alice, name: 'ask', focused: 'question', value: 'claim' }),
    )

    expect(typed.choices).toEqual([{ name: asked.text, value: asked.text }])
  })
})
