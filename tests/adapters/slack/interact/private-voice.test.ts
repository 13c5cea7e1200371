import { describe, expect, it } from 'vitest'
import { createPrivateVoice, type Respond } from '../../../../src/adapters/slack/interact/private-voice.ts'
import { createScriptedDesk } from './scripted-desk.ts'

type Said = Parameters<Respond>[0]

const { signal } = new AbortController()

function listen() {
  const said: Said[] = []
  const respond: Respond = async (message) => said.push(message)
  return { said, respond }
}

describe('createPrivateVoice', () => {
  it.each([
    ['always', [true, true]],
    ['own', [false, true]],
    ['never', [false, false]],
  ] as const)('replaces what was clicked, what it said itself, or nothing (%s)', async (replaces, expected) => {
    const { desk, seen } = createScriptedDesk()
    const { said, respond } = listen()
    const voice = createPrivateVoice({ api: desk.api, user: 'U1', channel: 'C1', respond, replaces })

    await voice.say({ text: 'one' }, signal)
    await voice.say({ text: 'two' }, signal)

    expect(said.map(({ replace_original }) => replace_original)).toEqual(expected)
    expect(seen.calls).toEqual([])
  })

  it('says one thing after the other', async () => {
    const { desk } = createScriptedDesk()
    const order: string[] = []
    let release = () => {}
    const slow = new Promise<void>((resolve) => {
      release = resolve
    })
    const respond: Respond = async ({ text }) => {
      order.push(`begins ${text}`)
      if (text === 'status') await slow
      order.push(`ends ${text}`)
    }
    const voice = createPrivateVoice({ api: desk.api, user: 'U1', channel: 'C1', respond, replaces: 'own' })

    const status = voice.say({ text: 'status' }, signal)
    const answer = voice.say({ text: 'answer' }, signal)
    release()
    await Promise.all([status, answer])

    expect(order).toEqual(['begins status', 'ends status', 'begins answer', 'ends answer'])
  })

  it('speaks in the thread, and directly where it cannot speak in the channel', async () => {
    const { desk, seen } = createScriptedDesk({ refusals: { 'chat.postEphemeral': 'user_not_in_channel' } })
    const voice = createPrivateVoice({ api: desk.api, user: 'U1', channel: 'C1', threadTs: '1.1', replaces: 'never' })

    await voice.say({ text: 'hello' }, signal)

    expect(seen.calls).toMatchObject([
      { method: 'chat.postEphemeral', arguments: { channel: 'C1', user: 'U1', thread_ts: '1.1' } },
      { method: 'chat.postMessage', arguments: { channel: 'U1', text: 'hello', unfurl_links: false } },
    ])
  })

  it('fails when no way is open, and can be used again', async () => {
    const refusals: Record<string, string> = { 'chat.postMessage': 'cannot_dm_bot' }
    const { desk, seen } = createScriptedDesk({ refusals })
    const voice = createPrivateVoice({ api: desk.api, user: 'U1', replaces: 'never' })

    await expect(voice.say({ text: 'one' }, signal)).rejects.toMatchObject({ code: 'surface-refused' })
    delete refusals['chat.postMessage']
    await voice.say({ text: 'two' }, signal)

    expect(seen.calls).toHaveLength(2)
  })

  it('tries nothing more once it was told to stop', async () => {
    const { desk, seen } = createScriptedDesk()
    const abort = new AbortController()
    const respond: Respond = () => {
      abort.abort()
      return Promise.reject(new Error('gone'))
    }
    const voice = createPrivateVoice({ api: desk.api, user: 'U1', channel: 'C1', respond, replaces: 'own' })

    await expect(voice.say({ text: 'one' }, abort.signal)).rejects.toThrow()

    expect(seen.calls).toEqual([])
  })
})
