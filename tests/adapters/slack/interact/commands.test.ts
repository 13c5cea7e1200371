import { describe, expect, it } from 'vitest'
import { KikuError } from '../../../../src/domain/errors.ts'
import { buildAnswer } from '../../../fakes/scripted-kiku.ts'
import { findPings } from '../../../fakes/slack/find-pings.ts'
import { command, createInteractApp } from './interact-app.ts'
import { createScriptedDesk, question, source } from './scripted-desk.ts'

describe('/kiku', () => {
  it('answers a question to the asker alone, after saying that it looks', async () => {
    const { desk, seen } = createScriptedDesk({
      askPrivately: async ({ voice }) => await voice.say({ text: 'You send the form.' }, desk.signal),
    })
    const app = createInteractApp(desk)

    await app.deliver(command('ask How do I claim travel costs?'))

    expect(app.acknowledged).toEqual([undefined])
    expect(seen.askedPrivately).toMatchObject([
      {
        id: 'private-13345.738.8088',
        place: { team: 'T1', channel: 'C1', threadTs: 'private-13345.738.8088' },
        asker: { team: 'T1', user: 'U1' },
        text: 'How do I claim travel costs?',
        search: 'auto',
        locale: 'en',
      },
    ])
    expect(app.said).toMatchObject([
      { response_type: 'ephemeral', replace_original: false, text: 'Looking into it …' },
      { response_type: 'ephemeral', replace_original: true, text: 'You send the form.' },
    ])
  })

  it('takes text without a verb for a question, in the language of the person', async () => {
    const { desk, seen } = createScriptedDesk()
    const app = createInteractApp(desk)

    await app.deliver(command('出張費の精算方法は？', { user_id: 'UJA' }))

    expect(seen.askedPrivately).toMatchObject([{ text: '出張費の精算方法は？', locale: 'ja' }])
    expect(app.said).toMatchObject([{ text: '調べています…' }])
  })

  it('uses the workspace’s language for people whom Slack does not tell', async () => {
    const { desk } = createScriptedDesk({ language: 'ja', users: {} })
    const app = createInteractApp(desk)

    await app.deliver(command('ask'))

    expect(app.said).toMatchObject([{ text: expect.stringContaining('続けて質問を書いてください') }])
  })

  it('lists passages with links and without pings, for the asker’s own audience', async () => {
    const hit = {
      key: 1,
      namespace: 'knowledge' as const,
      audience: 'public',
      title: 'Travel <!channel> | Policy',
      text: '# Heading\n\nSend the *form* to @here & [us](https://x.test) <@U2>',
      location: 'https://wiki.test/travel?a=1&b=2',
      locator: {},
      createdAt: 0,
      score: 1,
      probability: 0.9,
      legs: {},
    }
    const { desk, seen } = createScriptedDesk()
    const library = {
      ...desk.host.library,
      search: async () => [hit, { ...hit, location: '/srv/a/plan.md', title: '' }],
    }
    const app = createInteractApp({ ...desk, host: { ...desk.host, library } })

    await app.deliver(command('search travel & costs'))

    const [answer] = app.said
    const text = JSON.stringify(answer?.blocks)
    expect(text).toContain('*2 passages for “travel &amp; costs”*')
    expect(text).toContain('<https://wiki.test/travel?a=1&amp;b=2|')
    expect(text).toContain('*2.* plan.md')
    expect(text).not.toContain('/srv/a')
    expect(findPings(text)).toEqual([])
    expect(seen.calls).toEqual([])
  })

  it('asks the library with what the person may read and says when nothing is found', async () => {
    const { desk, seen } = createScriptedDesk()
    const app = createInteractApp(desk)

    await app.deliver(command('検索　出張費', { user_id: 'UJA' }))

    expect(seen.searched).toEqual([
      { text: '出張費', audience: { labels: ['public', 'person:slack:T1:UJA', 'slack:T1:C1'] }, limit: 8 },
    ])
    expect(app.said).toMatchObject([{ text: expect.stringContaining('「出張費」が見つかりませんでした') }])
  })

  it('lists the sources that the person may read, with age and failures, without paths of the machine', async () => {
    const failures = [
      { location: '/srv/secret-machine/travel-handbook/old.pdf', code: 'document-encrypted', message: '', at: 0 },
    ]
    const { desk } = createScriptedDesk({
      sources: [source({ failures }), source({ id: 's2', audience: 'person:slack:T1:U2', location: '/srv/diary' })],
    })
    const app = createInteractApp(desk)

    await app.deliver(command('sources'))

    const text = JSON.stringify(app.said)
    expect(text).toContain('*Folder* travel-handbook\\n4 documents, 31 passages · read 2 hours ago')
    expect(text).toContain('1 document could not be read, such as old.pdf')
    expect(text).not.toMatch(/secret-machine|diary/)
  })

  it.each([
    ['forget me', 'me', 'everything you have written'],
    ['forget channel', 'channel:C1', 'everything I remember from <#C1>'],
  ])('says what %j would delete and deletes nothing yet', async (typed, value, words) => {
    const { desk, seen } = createScriptedDesk()
    const app = createInteractApp(desk)

    await app.deliver(command(typed))

    const text = JSON.stringify(app.said)
    expect(text).toContain(words)
    expect(text).toContain(`"action_id":"kiku_forget"`)
    expect(text).toContain(`"value":"${value}"`)
    expect(seen.forgotten).toEqual([])
  })

  it('offers to forget a channel to full members only', async () => {
    const { desk } = createScriptedDesk()
    const app = createInteractApp(desk)

    await app.deliver(command('forget channel', { user_id: 'UGUEST' }))

    expect(JSON.stringify(app.said)).toContain('Only full members')
    expect(JSON.stringify(app.said)).not.toContain('kiku_forget')
  })

  it('lets the person pick one of their threads of this channel', async () => {
    const elsewhere = question({ id: 'slack:T1:C2:1.1', threadId: 'slack:T1:C2:1.1', text: 'Other channel' })
    const follow = question({ id: 'slack:T1:C1:1772355000.000900', text: 'And with a <car>?' })
    const { desk } = createScriptedDesk({
      questions: [follow, question(), elsewhere],
      answers: { [follow.id]: buildAnswer(), [question().id]: buildAnswer(), [elsewhere.id]: buildAnswer() },
    })
    const app = createInteractApp(desk)

    await app.deliver(command('忘れて スレッド'))

    const text = JSON.stringify(app.said)
    expect(text.match(/"value":"thread:[^"]*"/g)).toEqual(['"value":"thread:slack:T1:C1:1772355000.000100"'])
    expect(text).toContain('And with a &lt;car&gt;?')
    expect(text).not.toContain('Other channel')
  })

  it('shows help, with the command that was probably meant', async () => {
    const { desk } = createScriptedDesk()
    const app = createInteractApp(desk)

    await app.deliver(command('sorces'))
    await app.deliver(command('ヘルプ', { user_id: 'UJA' }))

    expect(app.said).toMatchObject([{ text: expect.stringContaining('/kiku sources') }, { text: 'Kikuにできること' }])
  })

  it('tells the person in one sentence when it fails, and the log only the code', async () => {
    const { desk, seen } = createScriptedDesk({
      askPrivately: async () => {
        throw new KikuError('rate-limited', 'secret text', { details: { seconds: 7 } })
      },
    })
    const app = createInteractApp(desk)

    await app.deliver(command('ask What about the secret plan?'))

    expect(app.said.at(-1)).toMatchObject({
      text: 'You have asked a lot in a short time. Please wait 7 seconds.',
      response_type: 'ephemeral',
    })
    expect(seen.log).toEqual([
      {
        event: 'slack-interaction-failed',
        fields: { what: 'command', code: 'rate-limited', method: null, refusal: null },
      },
    ])
  })

  it('finds another way to the person when the response address is dead', async () => {
    const { desk, seen } = createScriptedDesk({ refusals: { 'chat.postEphemeral': 'not_in_channel' } })
    const app = createInteractApp(desk, { isResponseDead: true })

    await app.deliver(command('search'))

    expect(seen.calls).toMatchObject([
      { method: 'chat.postEphemeral', arguments: { channel: 'C1', user: 'U1' } },
      { method: 'chat.postMessage', arguments: { channel: 'U1', text: expect.stringContaining('/kiku search') } },
    ])
  })

  it('says so when Kiku is being stopped', async () => {
    const { desk, stop } = createScriptedDesk()
    const app = createInteractApp(desk)
    stop()

    await app.deliver(command('sources'))

    expect(app.said).toMatchObject([{ text: expect.stringContaining('restarted') }])
  })

  it('logs a payload that it cannot read without its content', async () => {
    const { desk, seen } = createScriptedDesk()
    const app = createInteractApp(desk)

    await app.deliver(command('ask secret', { user_id: '' }))

    expect(seen.log).toEqual([{ event: 'slack-payload-unreadable', fields: { what: 'command', fields: 'user_id' } }])
    expect(app.said).toMatchObject([{ text: expect.stringContaining('Something went wrong') }])
  })
})
