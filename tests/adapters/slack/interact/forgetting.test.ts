import { describe, expect, it } from 'vitest'
import { buildAnswer } from '../../../fakes/scripted-kiku.ts'
import { click, createInteractApp } from './interact-app.ts'
import { createScriptedDesk, question } from './scripted-desk.ts'

const TURN = question().id
const PRIVATE = 'slack:T1:C1:private-1.2.3'
const privateQuestion = question({ id: PRIVATE, threadId: PRIVATE })
const asked = { questions: [question(), privateQuestion], answers: { [TURN]: buildAnswer(), [PRIVATE]: buildAnswer() } }
describe('forgetting', () => {
  const ephemeral = { container: { type: 'message', message_ts: '1.2', channel_id: 'C1', is_ephemeral: true } }

  it('forgets a person under every workspace they are known by', async () => {
    const users = { U1: { ...createScriptedDesk().world.users.U1!, team: 'T7' } }
    const { desk, seen } = createScriptedDesk({ users })
    const app = createInteractApp(desk)

    await app.deliver(click('kiku_forget', 'me', ephemeral))

    expect(seen.forgotten).toEqual(['slack:T7:U1', 'slack:T1:U1'])
    expect(app.said).toMatchObject([
      { replace_original: true, text: 'Done. I have forgotten 6 messages, my answers included.' },
    ])
  })

  it('forgets a thread for those who asked in it', async () => {
    const { desk, seen } = createScriptedDesk(asked)
    const app = createInteractApp(desk)

    await app.deliver(click('kiku_forget', `thread:${TURN}`, ephemeral))

    expect(seen.forgotten).toEqual([TURN])
  })

  it.each(['UGUEST', 'USTRANGER'])('forgets no thread of others for guests and strangers (%s)', async (user) => {
    const { desk, seen } = createScriptedDesk(asked)
    const app = createInteractApp(desk)

    await app.deliver(click('kiku_forget', `thread:${TURN}`, { ...ephemeral, user: { id: user } }))

    expect(seen.forgotten).toEqual([])
    expect(app.said).toMatchObject([{ text: expect.stringContaining('full members') }])
  })

  it('forgets a channel, ends the reading of its past first, and tells the channel', async () => {
    const { desk, seen } = createScriptedDesk()
    const app = createInteractApp(desk)

    await app.deliver(click('kiku_forget', 'channel:C1', ephemeral))

    expect(seen.backfills).toEqual(['C1:cancelled'])
    expect(seen.forgotten).toEqual(['C1'])
    expect(seen.calls).toMatchObject([
      {
        method: 'chat.postMessage',
        arguments: { channel: 'C1', text: expect.stringContaining('<@U1> has had me forget') },
      },
    ])
  })

  it('does not forget a channel for guests', async () => {
    const { desk, seen } = createScriptedDesk()
    const app = createInteractApp(desk)

    await app.deliver(click('kiku_forget', 'channel:C1', { ...ephemeral, user: { id: 'UGUEST' } }))

    expect(seen.forgotten).toEqual([])
    expect(seen.calls).toEqual([])
  })

  it('forgets a direct message for the one who is in it, without telling anyone', async () => {
    const { desk, seen } = createScriptedDesk()
    const app = createInteractApp(desk)

    await app.deliver(click('kiku_forget', 'channel:D1', { channel: { id: 'D1' } }))
    await app.deliver(click('kiku_forget', 'channel:D2', { channel: { id: 'D1' } }))

    expect(seen.forgotten).toEqual(['D1'])
    expect(seen.calls).toEqual([])
  })
})
