import { describe, expect, it } from 'vitest'
import { createMemoryStore } from '../../../../src/adapters/memory/memory-store.ts'
import { withChosenLanguages } from '../../../../src/adapters/slack/interact/home/choose-language.ts'
import { greet, titleThread } from '../../../../src/adapters/slack/interact/home/greet-person.ts'
import { publishHome } from '../../../../src/adapters/slack/interact/home/publish-home.ts'
import { buildAnswer } from '../../../fakes/scripted-kiku.ts'
import { click, createInteractApp } from './interact-app.ts'
import { createScriptedDesk, question, source } from './scripted-desk.ts'

const opened = { user: 'U1', channel: 'D1' }
const inHome = {
  channel: undefined,
  response_url: undefined,
  container: { type: 'view', view_id: 'V9' },
  view: { id: 'V9', type: 'home', private_metadata: 'D1' },
}

describe('publishHome', () => {
  it('shows what the person may read, their questions with links, and how to be forgotten', async () => {
    const hidden = question({
      id: 'slack:T1:C1:private-1',
      threadId: 'slack:T1:C1:private-1',
      text: 'Salary <!channel>?',
    })
    const { desk, seen } = createScriptedDesk({
      sources: [source(), source({ id: 's2', documents: 1, items: 2 }), source({ id: 's3', audience: 'group:board' })],
      questions: [question(), hidden],
      answers: { [question().id]: buildAnswer(), [hidden.id]: buildAnswer() },
    })

    await publishHome(opened, desk, desk.signal)

    const home = JSON.stringify(seen.calls)
    expect(seen.calls).toMatchObject([{ method: 'views.publish', arguments: { user_id: 'U1' } }])
    expect(home).toContain('*Folder* × 2: 5 documents, 33 passages · read 2 hours ago')
    expect(home).toContain('<https://example.slack.com/archives/C1/p1772355000000100|How do I claim travel costs?>')
    expect(home).toContain('answered privately, 1 hour ago')
    expect(home).not.toContain('<!channel>')
    expect(home).toContain('"value":"me"')
  })

  it('keeps to Slack’s limits however much there is', async () => {
    const sources = Array.from({ length: 3_000 }, (_none, index) =>
      source({ id: `s${index}`, location: `/x/${index}` }),
    )
    const questions = Array.from({ length: 300 }, (_none, index) =>
      question({ id: `slack:T1:C1:${index}.1`, text: '質問<&>'.repeat(9_000) }),
    )
    const answers = Object.fromEntries(questions.map(({ id }) => [id, buildAnswer()]))
    const { desk, seen } = createScriptedDesk({ sources, questions, answers })

    await publishHome(opened, desk, desk.signal)

    expect(seen.calls).toHaveLength(1)
    expect(seen.log).toEqual([])
  })

  it('does not throw when Slack refuses', async () => {
    const { desk, seen } = createScriptedDesk({ refusals: { 'views.publish': 'not_enabled' } })

    await publishHome(opened, desk, desk.signal)

    expect(seen.log).toMatchObject([{ event: 'slack-home-not-published', fields: { code: 'surface-refused' } }])
  })

  it('changes its language when the person chooses one, and says everything in it from then on', async () => {
    const scripted = createScriptedDesk()
    const { host, directory, identity } = scripted.desk
    const desk = {
      ...scripted.desk,
      directory: withChosenLanguages(directory, { settings: host.settings, team: identity.team }),
    }
    const app = createInteractApp(desk)
    const actions = [{ type: 'static_select', action_id: 'kiku_language', selected_option: { value: 'ja' } }]

    await app.deliver(click('kiku_language', '', { ...inHome, actions }))

    expect(JSON.stringify(scripted.seen.calls)).toContain('あなたのために読める情報源')
    expect(scripted.seen.calls).toHaveLength(1)
    expect(desk.directory.peekUser('U1')?.locale).toBe('ja')
  })

  it('is shown anew after the person was forgotten from it, who is told directly', async () => {
    const { desk, seen } = createScriptedDesk()
    const app = createInteractApp(desk)

    await app.deliver(click('kiku_forget', 'me', inHome))

    expect(seen.forgotten).toEqual(['slack:T1:U1'])
    expect(seen.calls.map(({ method, arguments: { channel } }) => [method, channel])).toEqual([
      ['chat.postMessage', 'U1'],
      ['views.publish', undefined],
    ])
  })
})

describe('withChosenLanguages', () => {
  it('keeps Slack’s language until another is chosen, and after a restart the chosen one', async () => {
    const { settings } = createMemoryStore()
    const { desk } = createScriptedDesk()
    const create = () => withChosenLanguages(desk.directory, { settings, team: 'T1' })

    const before = await create().findUser('U1', desk.signal)
    await settings.set('slack:language:T1:U1', 'ja')
    const after = await create().findUser('U1', desk.signal)
    await settings.set('slack:language:T1:U1', 'klingon')
    const damaged = await create().findUser('U1', desk.signal)

    expect([before?.locale, after?.locale, damaged?.locale]).toEqual(['en', 'ja', 'en'])
    expect(await create().findUser('NOBODY', desk.signal)).toBeUndefined()
  })
})

describe('greet', () => {
  it('suggests at most four questions, from what the person may read, in their language', async () => {
    const sources = [
      source({ location: '/srv/a/旅費規程' }),
      source({ id: 's2', location: '/srv/b/board', audience: 'group:board' }),
      ...['one', 'two', 'three'].map((name, index) =>
        source({ id: name, location: `/srv/${name}`, refreshedAt: index }),
      ),
    ]
    const { desk, seen } = createScriptedDesk({ sources })

    await greet({ user: 'UJA', channel: 'D1' }, desk, desk.signal)

    const [call] = seen.calls
    expect(call?.method).toBe('assistant.threads.setSuggestedPrompts')
    expect(call?.arguments).not.toHaveProperty('thread_ts')
    expect(call?.arguments.prompts).toHaveLength(4)
    expect(JSON.stringify(call?.arguments)).toContain('旅費規程の内容は？')
    expect(JSON.stringify(call?.arguments)).not.toContain('board')
  })

  it('never fails', async () => {
    const { desk, seen } = createScriptedDesk({
      refusals: { 'assistant.threads.setSuggestedPrompts': 'no', 'assistant.threads.setTitle': 'no' },
    })

    await greet({ ...opened, threadTs: '1.1' }, desk, desk.signal)
    await titleThread({ team: 'T1', channel: 'D1', threadTs: '1.1' }, 'How?', desk, desk.signal)

    expect(seen.calls).toHaveLength(2)
  })
})

describe('titleThread', () => {
  it('cuts a question to a title of one line without tearing characters', async () => {
    const { desk, seen } = createScriptedDesk()
    const place = { team: 'T1', channel: 'D1', threadTs: '1.1' }

    await titleThread(place, `出張\n${'👩‍👩‍👧‍👦'.repeat(40)}`, desk, desk.signal)
    await titleThread(place, ' ', desk, desk.signal)

    const title = String(seen.calls[0]?.arguments.title)
    expect(seen.calls).toHaveLength(1)
    expect(title.length).toBeLessThanOrEqual(80)
    expect(title).toMatch(/^出張 (👩‍👩‍👧‍👦)+…$/u)
  })
})
