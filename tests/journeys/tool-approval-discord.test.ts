import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { chatWords } from '../../src/adapters/common/chat/words.ts'
import { ACTIONS } from '../../src/adapters/discord/interact/action-ids.ts'
import { CHANNELS, type DiscordMessage, PEOPLE, visibleText } from '../fakes/discord/discord-server.ts'
import { createDiscordTalk, type DiscordTalk } from '../fakes/discord-talk.ts'
import { type DiscordJourney, startDiscordJourney } from '../fakes/journey-discord.ts'
import { CREATE, CREATED, createToolFolder, type ToolFolder } from '../fakes/tool-journey.ts'

const { alice, bob, yuki } = PEOPLE
const { general, publicThread, readOnly, foreignGeneral, aliceDirect } = CHANNELS
const EN = chatWords('en').tools
const JA = chatWords('ja').tools

describe('approving a call in Discord', () => {
  let folder: ToolFolder
  let scene: DiscordJourney
  let talk: DiscordTalk
  beforeAll(async () => {
    folder = await createToolFolder()
    scene = await startDiscordJourney({ model: { numParallel: 4 }, environment: folder.environment })
    talk = createDiscordTalk(scene)
    scene.discord.changeUser(alice, { hasInstalled: true })
    await scene.discord.waitFor(() => scene.discord.commands().length > 0, 'the commands')
  })
  beforeEach(() => scene.model?.setScript(folder.creating()))
  afterEach(() => expect(scene.discord.pings).toEqual([]))
  afterAll(async () => {
    await scene.end()
    await folder.remove()
  })

  const canDecide = ({ components }: DiscordMessage) => JSON.stringify(components).includes(ACTIONS.approve)
  const approve = (user: string, on: DiscordMessage) => talk.click({ user, on, action: ACTIONS.approve })
  const becomes = (message: DiscordMessage, words: string) =>
    scene.discord.waitFor(() => visibleText(message).includes(words), `"${words}"`)

  it('shows exactly what would be done, does it for the asker alone, and answers in its place', async () => {
    const { answer, channel } = await talk.ask({ user: alice, channel: general, text: folder.question('photos') })
    const shown = visibleText(answer)
    const refused = await talk.press({ user: bob, on: answer, action: ACTIONS.approve })
    const wasDone = folder.has('photos')

    await approve(alice, answer)
    await becomes(answer, CREATED)

    expect(shown).toContain(`\`\`\`json\n${JSON.stringify({ path: folder.path('photos') }, null, 2)}\n\`\`\``)
    expect(refused.text).toBe(EN.notYours)
    expect(wasDone).toBe(false)
    expect(folder.has('photos')).toBe(true)
    expect(canDecide(answer)).toBe(false)
    expect(talk.answersIn(channel)).toEqual([answer])
    expect(answer.versions.map((version) => JSON.stringify(version)).join()).toContain(EN.decisions.approved)
  })

  it('tells afterwards which tools were considered and called', async () => {
    const { answer } = await talk.ask({ user: alice, channel: general, text: folder.question('notes') })
    await approve(alice, answer)
    await becomes(answer, CREATED)

    const why = await talk.press({ user: bob, on: answer, action: ACTIONS.why })

    expect(why.text).toContain(EN.called)
    expect(why.text.replaceAll('\\', '')).toMatch(new RegExp(`${CREATE} · ${EN.outcomes.done} · \\d`))
  })

  it('does nothing when it is declined, and cannot be decided again', async () => {
    const { answer } = await talk.ask({ user: alice, channel: general, text: folder.question('declined') })
    const { components } = answer

    await talk.click({ user: alice, on: answer, action: ACTIONS.decline })
    await becomes(answer, EN.decisions.declined)
    answer.components = components
    const late = await talk.press({ user: alice, on: answer, action: ACTIONS.approve })

    expect(late.text).toBe(EN.decisions.decided)
    expect(canDecide(answer)).toBe(false)
    expect(folder.has('declined')).toBe(false)
  })

  it('does it after a restart, once for two clicks', async () => {
    const { answer, channel } = await talk.ask({ user: alice, channel: general, text: folder.question('twice') })
    await scene.restart()

    await Promise.all([approve(alice, answer), approve(alice, answer)])
    await becomes(answer, CREATED)
    await scene.discord.idle()

    expect(folder.has('twice')).toBe(true)
    expect(visibleText(answer)).toContain(CREATED)
    expect(talk.answersIn(channel)).toHaveLength(1)
  })

  it('keeps the question of a command above what takes its place', async () => {
    const { answer } = await talk.askByCommand({ user: alice, channel: general, question: folder.question('below') })

    await approve(alice, answer)
    await becomes(answer, CREATED)

    expect(visibleText(answer)).toMatch(/^> Please create a directory called below\.\n/)
  })

  it.each([
    ['in a thread', 'thread', { user: alice, channel: publicThread }],
    ['in private', 'alone', { user: alice, channel: general, options: { private: 'yes' } }],
    ['where Kiku may not write', 'silent', { user: alice, channel: readOnly }],
    ['in a direct message', 'direct', { user: alice, channel: aliceDirect }],
    ['where a person brought Kiku along', 'brought', { user: alice, channel: foreignGeneral }],
  ] as const)('works for a command %s', async (_where, name, about) => {
    const { answer } = await talk.askByCommand({ ...about, question: folder.question(name) })
    const isOnlyHers = answer.onlyFor

    await approve(alice, answer)
    await becomes(answer, CREATED)

    expect(folder.has(name)).toBe(true)
    expect(answer.onlyFor).toBe(isOnlyHers)
    expect(canDecide(answer)).toBe(false)
  })

  it('speaks Japanese', async () => {
    const { answer } = await talk.askByCommand({
      user: yuki,
      channel: general,
      question: folder.question('japanese'),
      options: { private: 'yes' },
    })

    await talk.click({ user: yuki, on: answer, action: ACTIONS.decline })
    await becomes(answer, JA.decisions.declined)

    expect(visibleText(answer).replaceAll('\\', '')).toContain(JA.wouldCall(CREATE))
    expect(folder.has('japanese')).toBe(false)
  })
})
