import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stringsFor } from '../../src/cli/strings/strings-for.ts'
import { readAnswer } from '../fakes/journey-answer.ts'
import { type Journey, startJourney } from '../fakes/journey-bench.ts'

describe('the first start', () => {
  let journey: Journey
  beforeAll(async () => {
    journey = await startJourney()
  })
  afterAll(() => journey.end())

  it('reads the handbook, so that the first question is answered, in either language', async () => {
    const english = await journey.run(['ask', '--json', 'What is Kiku?'])
    const japanese = await journey.run(['ask', '--json', 'Kikuとは何ですか'])

    expect(english.code).toBe(0)
    expect(english.stderr).toMatch(/handbook/)
    expect(readAnswer(english)).toMatchObject({ kind: 'extracted' })
    expect(readAnswer(english).answer).toMatch(/Kiku/)
    expect(readAnswer(english).citations[0]?.location).toMatch(/docs\/.*\.md$/)
    expect(japanese).toMatchObject({ code: 0, stderr: '' })
    expect(readAnswer(japanese)).toMatchObject({ kind: 'extracted' })
    expect(readAnswer(japanese).citations[0]?.location).toMatch(/docs\/.*ja\/.*\.md$/)
  })

  it.each(['serve', 'chat'])('%s runs where there is no terminal', async (command) => {
    const ending = new AbortController()
    const onError = (text: string) => {
      if (text.includes(stringsFor('en').readyWithoutTerminal)) ending.abort()
    }
    const running = journey.run([command], { stdin: '', signal: ending.signal, onError })

    const { code, stdout } = await running

    expect(code).toBe(0)
    expect(stdout).toBe('')
  })

  it('lists the handbook as a source that can be removed, and reads it no more where there is another', async () => {
    await journey.write('notes.md', '# Notes\n\nThe printer stands on the third floor.\n')
    await journey.run(['ingest', 'documents'])
    const list = JSON.parse((await journey.run(['sources', 'list', '--json'])).stdout)
    const handbook = list.sources.find(({ kind }: { kind: string }) => kind === 'handbook')
    const removed = await journey.run(['sources', 'remove', handbook.id])

    const asked = await journey.run(['ask', 'Where is the printer?'])

    expect(handbook).toMatchObject({ failures: [] })
    expect(removed.code).toBe(0)
    expect(asked.stderr).toBe('')
    expect(JSON.parse((await journey.run(['sources', 'list', '--json'])).stdout).sources).toHaveLength(1)
  })
})
