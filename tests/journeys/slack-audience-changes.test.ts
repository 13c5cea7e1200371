import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tellingAll } from '../fakes/audience/telling-model.ts'
import { NEVER } from '../fakes/journey-bench.ts'
import { promptOf } from '../fakes/journey-model.ts'
import { type SlackJourney, startSlackJourney } from '../fakes/journey-slack.ts'
import { BOT_USER, PEOPLE, TEAM, visibleText } from '../fakes/slack/slack-server.ts'
import { UNHURRIED } from '../fakes/slack-talk.ts'

const QUESTION = { vault: 'What is the code of vault?', rota: 'What is the code of rota?' }
const SECRET = { vault: 'amaranth', rota: 'chrysanthemum' }

describe('when those who read an answer change', () => {
  let scene: SlackJourney
  beforeAll(async () => {
    scene = await startSlackJourney({ documents: null, model: { script: tellingAll }, environment: UNHURRIED })
    await ingest('vault', `slack:${TEAM}`)
  })
  afterAll(() => scene.end())

  async function ingest(name: keyof typeof SECRET, audience: string): Promise<void> {
    const path = await scene.journey.write(`${name}.md`, `# Codes\n\nThe code of ${name} is ${SECRET[name]}.\n`)
    await scene.kiku().ingest({ locations: [path], audience }, () => {}, NEVER)
  }

  async function openRoom(id: string, kind: 'public' | 'private', members: readonly string[]): Promise<string> {
    scene.slack.world.addChannel({ id, kind, members })
    await scene.slack.join({ user: BOT_USER, channel: id })
    return id
  }

  /** @returns what stands in the thread, and whatever the model was shown for it */
  async function ask(channel: string, text = QUESTION.vault): Promise<string> {
    const { slack, model } = scene
    const before = model?.requests.length ?? 0
    const said = await slack.say({ user: PEOPLE.alice, channel, text: `<@${BOT_USER}> ${text}` })
    const isAnswer = (blocks: unknown) => JSON.stringify(blocks).includes('kiku_try_again')
    const find = () => slack.repliesIn(channel, said.ts).find(({ blocks }) => isAnswer(blocks))
    const reply = await slack.waitFor(find, 'an answer')
    await slack.idle()
    return [visibleText(reply), ...(model?.requests.slice(before) ?? []).map(({ chat }) => promptOf(chat))].join('\n')
  }

  async function askPrivately(user: string, channel: string, text: string): Promise<string> {
    const { slack, model } = scene
    const before = model?.requests.length ?? 0
    const asked = await slack.command(`ask ${text}`, { user, channel })
    const find = () => asked.replies().find((shown) => JSON.stringify(shown.blocks).includes('kiku_share'))
    const reply = await slack.waitFor(find, 'a private answer')
    return [visibleText(reply), ...(model?.requests.slice(before) ?? []).map(({ chat }) => promptOf(chat))].join('\n')
  }

  it.each([
    ['public', PEOPLE.singleChannelGuest],
    ['private', PEOPLE.multiChannelGuest],
    ['private', PEOPLE.stranger],
  ] as const)(
    'a guest in a %s channel ends what is open to all members, until the guest has left',
    async (kind, guest) => {
      const { slack } = scene
      const room = await openRoom(`C9${kind}${guest}`, kind, [PEOPLE.alice, PEOPLE.bob])
      const alone = await ask(room)

      await slack.join({ user: guest, channel: room })
      const inCompany = await ask(room)
      await slack.leave({ user: guest, channel: room })
      const aloneAgain = await ask(room)

      expect(alone).toContain(SECRET.vault)
      expect(inCompany).not.toContain(SECRET.vault)
      expect(aloneAgain).toContain(SECRET.vault)
    },
  )

  it('so does a member who becomes a guest', async () => {
    const { slack } = scene
    const room = await openRoom('C9DEMOTED', 'public', [PEOPLE.alice, PEOPLE.bob])
    const before = await ask(room)

    await slack.changeUser(PEOPLE.bob, { kind: 'multi-channel-guest' })
    const after = await ask(room)
    await slack.changeUser(PEOPLE.bob, { kind: 'member' })

    expect(before).toContain(SECRET.vault)
    expect(after).not.toContain(SECRET.vault)
    expect(await ask(room)).toContain(SECRET.vault)
  })

  it('so does another organisation with which the channel is shared', async () => {
    const room = await openRoom('C9SHARED', 'public', [PEOPLE.alice, PEOPLE.bob])
    const before = await ask(room)

    await scene.slack.shareChannel(room, 'external')

    expect(before).toContain(SECRET.vault)
    expect(await ask(room)).not.toContain(SECRET.vault)
  })

  it('who has left a channel is told nothing of it any more', async () => {
    const [room, elsewhere] = [
      await openRoom('C9ROTA', 'private', [PEOPLE.yuki, PEOPLE.bob]),
      await openRoom('C9ELSE', 'private', [PEOPLE.yuki]),
    ]
    await ingest('rota', `slack:${TEAM}:${room}`)
    const before = await askPrivately(PEOPLE.yuki, elsewhere, QUESTION.rota)

    await scene.slack.leave({ user: PEOPLE.yuki, channel: room })

    expect(before).toContain(SECRET.rota)
    expect(await askPrivately(PEOPLE.yuki, elsewhere, QUESTION.rota)).not.toContain(SECRET.rota)
  })

  it('what was attached in one thread is not used in another, nor by a private answer', async () => {
    const { slack } = scene
    const room = await openRoom('C9FILES', 'private', [PEOPLE.alice, PEOPLE.bob])
    const files = [slack.addFile({ name: 'cellar.txt', content: 'The code of cellar is delphinium.' })]
    const text = `<@${BOT_USER}> What is the code of cellar?`
    const said = await slack.say({ user: PEOPLE.alice, channel: room, text, files })
    const answer = await slack.waitFor(() => slack.repliesIn(room, said.ts)[0], 'an answer')

    const inAnother = await ask(room, 'What is the code of cellar?')
    const alone = await askPrivately(PEOPLE.alice, room, 'What is the code of cellar?')

    expect(visibleText(answer)).toContain('delphinium')
    expect(inAnother + alone).not.toContain('delphinium')
  })
})
