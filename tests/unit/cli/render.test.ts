import { describe, expect, it } from 'vitest'
import { createProgressReporter, formatSeconds } from '../../../src/cli/render/progress-reporter.ts'
import { createStatusLine } from '../../../src/cli/render/status-line.ts'
import { stringsFor } from '../../../src/cli/strings/strings-for.ts'
import { createPaint } from '../../../src/cli/text/paint.ts'
import type { IngestProgress } from '../../../src/kiku.ts'
import { collectOutput } from '../../fakes/collect-output.ts'
import { runCli } from '../../fakes/run-cli.ts'
import { buildAnswer, createScriptedKiku, streamAnswer } from '../../fakes/scripted-kiku.ts'

describe('an answer on a terminal', () => {
  it('shows what Kiku is doing and takes that away before the first word', async () => {
    const kiku = createScriptedKiku({ ask: () => streamAnswer(buildAnswer()) })

    const run = await runCli(['ask', 'x'], { kiku, isTTY: true, environment: { NO_COLOR: '1' } })

    expect(run.stderr).toBe('\r\u001b[2KDeciding whether to search …\r\u001b[2KWriting …\r\u001b[2K')
    expect(run.stdout).toMatch(/^Run `npm start` \[1\]\.\n\nSources\n/)
  })

  it('assumes eighty columns where the terminal does not know its size', () => {
    const output = collectOutput({ columns: 0 })
    const status = createStatusLine(output.stream, createPaint(output.stream, 'never'))

    status.show('Searching …')

    expect(output.text()).toBe('\r\u001b[2KSearching …')
  })

  it('takes back words that did not stand up to the check', async () => {
    const answer = buildAnswer({ text: 'Checked.', citations: [] })
    const kiku = createScriptedKiku({ ask: () => streamAnswer(answer, ['Unsupported claim,\n', 'and more.']) })

    const run = await runCli(['ask', 'x'], { kiku, isTTY: true, environment: { NO_COLOR: '1' } })

    expect(run.stdout).toContain('Unsupported claim,\nand more.\r\u001b[1A\u001b[0JChecked.\n')
  })

  it('prints the checked answer below where nothing can be taken back', async () => {
    const answer = buildAnswer({ text: 'Checked.', citations: [] })
    const kiku = createScriptedKiku({ ask: () => streamAnswer(answer, ['Unsupported.']) })

    const run = await runCli(['ask', 'x'], { kiku })

    expect(run.stdout).toMatch(/^Unsupported\.\n\n— After checking against the sources: —\n\nChecked\.\n/)
  })

  it('adds only what the check added', async () => {
    const answer = buildAnswer({ text: 'First. Second.', citations: [] })
    const kiku = createScriptedKiku({ ask: () => streamAnswer(answer, ['First.', ' \n']) })

    const run = await runCli(['ask', 'x'], { kiku })

    expect(run.stdout).toMatch(/^First\.[\s\S]*Second\.\n/)
    expect(run.stdout.match(/First/g)).toHaveLength(1)
  })

  it('uses colour only where it is wanted', async () => {
    const kiku = createScriptedKiku({ ask: () => streamAnswer(buildAnswer()) })

    const colored = await runCli(['ask', 'x'], { kiku, isTTY: true })
    const plain = await runCli(['ask', 'x'], { kiku, isTTY: true, environment: { NO_COLOR: '1' } })

    expect(colored.stdout).toContain('\u001b[1mSources\u001b[22m')
    expect(plain.stdout).not.toContain('\u001b')
  })

  it('neutralises what documents and models say', async () => {
    const hostile = buildAnswer({
      text: 'Safe \u001b]0;owned\u0007text [1].',
      citations: [
        {
          number: 1,
          key: 1,
          title: 'Title\u001b[2J\nnext',
          location: '/docs/\u202efdp.exe',
          locator: { page: 2 },
          quote: '',
          score: 1,
        },
      ],
      model: 'evil\u009b31m',
    })
    const kiku = createScriptedKiku({
      ask: () => streamAnswer(hostile, ['Safe \u001b]0;ow', 'ned\u0007text', ' [1].']),
    })

    const text = await runCli(['ask', 'x'], { kiku })
    const json = await runCli(['ask', '--json', 'x'], { kiku })

    expect(text.stdout).toContain('Safe text [1].\n')
    expect(text.stdout).toContain(' [1] Title next  /docs/fdp.exe, page 2\n')
    expect(`${text.stdout}${json.stdout}`).not.toMatch(/(?!\n)\p{Cc}|\u202e/u)
    expect(JSON.parse(json.stdout).answer).toBe(hostile.text)
  })

  it('says when a configured model was not used', async () => {
    const answer = buildAnswer({ kind: 'extracted', model: null, degraded: 'model-unreachable' })
    const kiku = createScriptedKiku({ ask: () => streamAnswer(answer) })

    const run = await runCli(['ask', 'x'], { kiku })

    expect(run.stdout).toContain('quoted, not written by a model\nthe model was not used (model-unreachable)')
  })

  it('names a decision not to search, and shows an unknown reason by its name', async () => {
    const { decision } = buildAnswer()
    const answer = buildAnswer({
      citations: [],
      evidence: { used: 0, found: 0 },
      decision: { ...decision, labels: ['direct'], reasons: ['small-talk', 'brand-new-reason'] },
    })
    const kiku = createScriptedKiku({ ask: () => streamAnswer(answer) })

    const run = await runCli(['ask', 'x'], { kiku })

    expect(run.stdout).toContain('\nanswered without searching · why: it is small talk, brand new reason · written by')
  })
})

describe('progress', () => {
  const step: IngestProgress = {
    source: 's',
    location: '/資料/とても長い名前の文書がここに入ります.pdf',
    documentsDone: 10,
    documentsTotal: 40,
    chunksDone: 120,
    outcome: 'added',
  }

  function createClock() {
    let now = 0
    const pass = (milliseconds: number) => {
      now += milliseconds
    }
    return { now: () => now, elapsed: () => now, pass }
  }

  it('is a bar with rate and time left, within the columns of the terminal', () => {
    const output = collectOutput({ columns: 60 })
    const clock = createClock()
    const paint = createPaint(output.stream, 'never')
    const reporter = createProgressReporter({ output: output.stream, strings: stringsFor('en'), paint, clock })

    clock.pass(5000)
    reporter.report(step)
    reporter.report({ ...step, documentsDone: 11 })
    reporter.end()

    expect(output.text()).toBe('\r\u001b[2K█████░░░░░░░░░░░░░░░ 10/40 documents · 120 passages · 2.0/…\r\u001b[2K')
  })

  it('is a plain line every five seconds and at the end elsewhere', () => {
    const output = collectOutput()
    const clock = createClock()
    const paint = createPaint(output.stream, 'auto')
    const reporter = createProgressReporter({ output: output.stream, strings: stringsFor('ja'), paint, clock })

    reporter.report(step)
    clock.pass(5000)
    reporter.report(step)
    clock.pass(1000)
    reporter.report({ ...step, documentsDone: 40 })
    reporter.end()
    reporter.end()

    expect(output.text()).toBe('10/40 文書 · 120 断片 · 2.0件/秒 · 残り 0:15\n40/40 文書 · 120 断片 · 6.7件/秒\n')
  })

  it.each([
    [7, '0:07'],
    [725, '12:05'],
    [3725, '1:02:05'],
  ])('writes %d seconds as %s', (seconds, text) => {
    expect(formatSeconds(seconds)).toBe(text)
  })
})
