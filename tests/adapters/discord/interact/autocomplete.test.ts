import { describe, expect, it } from 'vitest'
import { serveInteraction } from '../../../../src/adapters/discord/interact/serve-interaction.ts'
import { buildAnswer } from '../../../fakes/scripted-kiku.ts'
import { autocomplete, question, source } from './arrivals.ts'
import { createScriptedDesk } from './scripted-desk.ts'
import { BOB } from './world-ids.ts'

const texts = [
  'How do I claim travel costs?',
  '出張費の精算方法は？',
  'how do I claim TRAVEL costs?',
  '長い'.repeat(80),
]
const questions = texts.map((text, index) => question({ id: `discord:1:2:${index}`, text }))
const answers = Object.fromEntries(questions.map(({ id }) => [id, buildAnswer()]))

describe('autocomplete', () => {
  it.each([
    ['ask', 'question'],
    ['search', 'query'],
  ])('suggests the person’s own last questions for /%s, each once and whole', async (name, option) => {
    const { desk, responses } = createScriptedDesk({ questions, answers })

    await serveInteraction(autocomplete(name, option, ''), desk)

    expect(responses).toMatchObject([{ way: 'suggest' }])
    expect(responses[0]?.choices).toEqual([
      { name: texts[0], value: texts[0] },
      { name: texts[1], value: texts[1] },
      { name: expect.stringMatching(/^(長い)+長?…$/), value: 'kiku-question:discord:1:2:3' },
    ])
  })

  it('suggests those that hold what is typed', async () => {
    const { desk, responses } = createScriptedDesk({ questions, answers })

    await serveInteraction(autocomplete('feedback', 'answer', 'ＴＲＡＶＥＬ'), desk)

    expect(responses[0]?.choices).toEqual([{ name: texts[0], value: 'discord:1:2:0' }])
  })

  it('suggests no question again that means nothing without the messages it was about', async () => {
    const quoted = question({ id: 'discord:1:2:9', threadId: 'discord:1:2:private-q9' })
    const script = { questions: [quoted], answers: { [quoted.id]: buildAnswer() } }
    const asking = createScriptedDesk(script)
    const judging = createScriptedDesk(script)

    await serveInteraction(autocomplete('ask', 'question', ''), asking.desk)
    await serveInteraction(autocomplete('feedback', 'answer', ''), judging.desk)

    expect(asking.responses[0]?.choices).toEqual([])
    expect(judging.responses[0]?.choices).toHaveLength(1)
  })

  it('suggests nothing of others', async () => {
    const { desk, responses } = createScriptedDesk({ questions, answers })

    await serveInteraction(autocomplete('ask', 'question', '', { user: BOB }), desk)

    expect(responses[0]?.choices).toEqual([])
  })

  it('suggests sources that the person may read, by their names', async () => {
    const sources = [source(), source({ location: '/srv/salaries', audience: `person:discord:${BOB}` })]
    const { desk, responses } = createScriptedDesk({ sources })

    await serveInteraction(autocomplete('sources', 'filter', ''), desk)

    expect(responses[0]?.choices).toEqual([{ name: 'travel-handbook', value: 'travel-handbook' }])
  })

  it('suggests no more than Discord takes', async () => {
    const sources = Array.from({ length: 60 }, (_, index) => source({ location: `/srv/${'x'.repeat(150)}-${index}` }))
    const many = sources.map((one, index) => ({ ...one, location: `/srv/folder-${index}` }))
    const { desk, responses } = createScriptedDesk({ sources: [...many, ...sources] })

    await serveInteraction(autocomplete('sources', 'filter', 'folder'), desk)

    expect(responses[0]?.choices).toHaveLength(25)
  })

  it('suggests nothing when something goes wrong, and says no word about it', async () => {
    const { desk, responses, seen } = createScriptedDesk()
    const broken = { ...desk, host: { ...desk.host, records: { ...desk.host.records, listRecent: fail } } }

    await serveInteraction(autocomplete('ask', 'question', 'my secret'), broken)

    expect(responses).toEqual([{ way: 'suggest', choices: [] }])
    expect(JSON.stringify(seen.log)).not.toContain('my secret')
  })

  it('suggests nothing for what it does not know', async () => {
    const { desk, responses } = createScriptedDesk()

    await serveInteraction(autocomplete('weather', 'city', 'To'), desk)

    expect(responses).toEqual([{ way: 'suggest', choices: [] }])
  })
})

function fail(): Promise<never> {
  return Promise.reject(new Error('The disk is broken.'))
}
