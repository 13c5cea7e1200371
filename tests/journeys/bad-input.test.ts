import { randomBytes } from 'node:crypto'
import { cp, open } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { collectAnswer, readAnswer } from '../fakes/journey-answer.ts'
import { FORMATS, type Journey, startJourney } from '../fakes/journey-bench.ts'

describe('questions that are none', () => {
  let journey: Journey
  beforeAll(async () => {
    journey = await startJourney()
    await journey.write('printer.md', '# Printer\n\nThe printer stands on the third floor.\n')
    await journey.run(['ingest', 'documents'])
  })
  afterAll(() => journey.end())

  it.each([
    ['an empty question', ['ask', ''], ''],
    ['spaces', ['ask', '  \u3000 '], ''],
    ['nothing on standard input', ['ask', '-'], ''],
    ['an empty search', ['search', ''], ''],
    ['a question of 100 kB', ['ask', '-'], `${'Where is the printer? '.repeat(5_000)}`],
    ['a Japanese question of 100 kB', ['ask', '-'], 'プリンターはどこですか。'.repeat(3_000)],
    ['100 kB without a space', ['ask', 'x'.repeat(100_000)], ''],
  ])('refuses %s in one line that says what to do', async (_, argv, stdin) => {
    const run = await journey.run(argv, { stdin })

    expect(run).toMatchObject({ code: 2, stdout: '' })
    expect(run.stderr.trimEnd().split('\n')).toHaveLength(1)
    expect(run.stderr).toMatch(/empty|longer than 8000 characters/)
    expect(run.stderr.length).toBeLessThan(400)
  })

  it('takes a question of 100 kB where it is allowed', async () => {
    const stdin = `${'lorem ipsum dolor '.repeat(5_500)} Where is the printer?`

    const run = await journey.run(['ask', '--json', '-'], {
      stdin,
      environment: { KIKU_LIMITS_QUESTION_CHARACTERS: '100000' },
    })

    expect(run).toMatchObject({ code: 0, stderr: '' })
    expect(readAnswer(run).kind).toMatch(/extracted|abstained/)
  })

  it.each(['', '   ', 'x'.repeat(100_000)])('fails one message of a chat and goes on with the next', async (text) => {
    const kiku = await journey.open()

    const refused = await collectAnswer(kiku, text, { threadId: 'thread' })
    const answered = await collectAnswer(kiku, 'Where is the printer?', { threadId: 'thread' })
    await kiku.close()

    expect(refused.at(-1)).toMatchObject({ kind: 'failed', error: { code: expect.stringMatching(/^question-/) } })
    expect(answered.at(-1)).toMatchObject({ kind: 'done', answer: { kind: 'extracted' } })
  })

  it('is not led astray by control characters, lone surrogates and text in both directions', async () => {
    const question = 'Where\u0000 is \u202e\u0007the \ud800 printer\ufeff?'

    const run = await journey.run(['ask', question])

    expect(run.code).toBe(0)
    expect(run.stdout).toContain('third floor')
    expect([...run.stdout].filter((character) => '\u0000\u0007\u001b\u202e'.includes(character))).toEqual([])
  })
})

describe('a folder with good and bad files', () => {
  let journey: Journey
  let stdout = ''
  beforeAll(async () => {
    journey = await startJourney()
    await journey.write('good.md', '# Printer\n\nThe printer stands on the third floor.\n')
    await journey.write('良い.txt', 'コピー機は二階の廊下にあります。')
    await journey.write('empty.md', '')
    await journey.write('binary.txt', randomBytes(50_000))
    await journey.write(
      'picture.md',
      Buffer.concat([Buffer.from('\u0089PNG\r\n\u001a\n', 'latin1'), randomBytes(2_000)]),
    )
    await journey.write('torn.docx', randomBytes(3_000))
    await journey.write('torn.pdf', '%PDF-1.7\n1 0 obj <<')
    await journey.write('torn.json', '{"answer": [1, 2')
    await journey.write('program.exe', randomBytes(1_000))
    await cp(join(FORMATS, 'locked.pdf'), join(journey.documents, 'locked.pdf'))
    const sparse = await open(join(journey.documents, 'huge.txt'), 'w')
    await sparse.truncate(500 * 1024 * 1024)
    await sparse.close()
    const run = await journey.run(['ingest', 'documents'])
    if (run.code !== 0) throw new Error(run.stdout + run.stderr)
    stdout = run.stdout
  })
  afterAll(() => journey.end())

  it.each([
    ['binary.txt', /binary|text/],
    ['picture.md', /.+/],
    ['torn.docx', /damaged/],
    ['torn.pdf', /damaged/],
    ['locked.pdf', /password/],
    ['huge.txt', /too large: 500 MiB \(at most 50 MiB\)/],
  ])('says of %s what is wrong with it', (name, reason) => {
    const line = stdout.split('\n').find((candidate) => candidate.includes(name)) ?? ''

    expect(line).toMatch(reason)
    expect(line).toMatch(/\. [A-Z].*\.$/)
  })

  it('reads the good ones, and answers from them', async () => {
    const english = readAnswer(await journey.run(['ask', '--json', 'Where is the printer?']))
    const japanese = readAnswer(await journey.run(['ask', '--json', 'コピー機はどこにありますか']))

    expect(stdout).toMatch(/^Added [2-4], /)
    expect(english.answer).toContain('third floor')
    expect(japanese.answer).toContain('二階の廊下')
  })

  it('still knows of the failures later, and reports them once again when asked to look again', async () => {
    const list = await journey.run(['sources', 'list'])
    const again = await journey.run(['ingest', 'documents'])

    expect(list.stdout).toContain('locked.pdf')
    expect(again).toMatchObject({ code: 0 })
    expect(again.stdout).toMatch(/^Added 0, updated 0, unchanged [2-4], removed 0/)
    expect(again.stdout).toContain('huge.txt')
  })

  it('fails when nothing at all can be read, and goes on working', async () => {
    const only = await journey.run(['ingest', join(journey.documents, 'locked.pdf')])
    const missing = await journey.run(['ingest', join(journey.documents, 'nowhere')])

    expect(only).toMatchObject({ code: 1 })
    expect(only.stdout).toMatch(/password/)
    expect(missing.code).not.toBe(0)
    expect(missing.stderr).toMatch(/^kiku: .*nowhere/)
    expect((await journey.run(['ask', 'Where is the printer?'])).stdout).toContain('third floor')
  })
})
